import Foundation
import Testing

@testable import Permissions

/// What a graph says of its keys, against going through all relationships of random worlds.
struct KeyOracleTests {
    private func pattern(using random: inout SeededRandom) -> KeyPattern {
        let subject = RandomWorld.subject(using: &random)
        var pattern = KeyPattern()
        if random.chance(40) { pattern.objectType = random.pick(RandomWorld.objectTypes + ["user"]) }
        if random.chance(40) { pattern.relations = (0..<random.below(3)).map { _ in random.pick(RandomWorld.relationNames + ["parent"]) } }
        if random.chance(60) { pattern.subjectType = subject.type }
        if random.chance(60) { pattern.subjectID = subject.id }
        if random.chance(40) { pattern.subjectRelation = subject.relation ?? "" }
        return pattern
    }

    private func matches(_ key: RelationshipKey, _ pattern: KeyPattern) -> Bool {
        (pattern.objectType ?? key.object.type) == key.object.type && pattern.relations?.contains(key.relation) != false
            && (pattern.subjectType ?? key.subject.type) == key.subject.type && (pattern.subjectID ?? key.subject.id) == key.subject.id
            && (pattern.subjectRelation ?? key.subject.relation ?? "") == key.subject.relation ?? ""
    }

    private func columns(_ key: RelationshipKey) -> [[UInt8]] {
        [key.object.type, key.object.id, key.relation, key.subject.type, key.subject.id, key.subject.relation ?? ""].map { Array($0.utf8) }
    }

    private func isBefore(_ first: RelationshipKey, _ second: RelationshipKey) -> Bool {
        zip(columns(first), columns(second)).first { $0 != $1 }.map { $0.lexicographicallyPrecedes($1) } ?? false
    }

    @Test
    func `keys are exactly those of the relationships that match, in order, in pages and at once`() {
        var found = 0
        OracleTests.withWorlds("keys", seconds: 2) { world, random, seed in
            var graph = Graph(model: world.model, relationships: world.sorted, revision: Revision(rawValue: 1))
            if random.chance(60) {
                let changes = (0..<random.below(30)).map { _ in world.change(using: &random) }
                graph = graph.applying(changes, at: Revision(rawValue: 2))
            }
            for _ in 0..<20 {
                let pattern = pattern(using: &random)
                let comment: Comment = "seed \(seed): \(pattern)\n\(world.sorted.map(\.description).joined(separator: "\n"))"
                let expected = world.relationships.values.filter { matches($0.key, pattern) }.sorted { isBefore($0.key, $1.key) }
                let isAlive = expected.contains { $0.expiresAt.map { $0 > RandomWorld.now } ?? true }
                #expect(graph.contains(pattern, at: RandomWorld.now) == isAlive, comment)
                #expect(graph.count(pattern) == expected.count, comment)
                let alive = expected.filter { $0.expiresAt.map { $0 > RandomWorld.now } ?? true }.map(\.key)
                #expect(graph.keys(pattern, at: RandomWorld.now, limit: 1_000) == alive, comment)
                let size = random.below(4) + 1
                var paged: [RelationshipKey] = []
                while true {
                    let page = graph.keys(pattern, at: RandomWorld.now, after: paged.last, limit: size)
                    paged += page
                    guard page.count == size, paged.count <= expected.count else { break }
                }
                #expect(paged == alive, comment)
                found += expected.count
            }
            return 20
        }
        #expect(found > 0)
    }
}
