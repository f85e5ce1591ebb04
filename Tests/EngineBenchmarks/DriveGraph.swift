import Foundation
import Permissions

/// A document drive of a stated size, made while it is read: for 10 million relationships 1 million documents, 100,000 folders
/// five deep, 10,000 groups three deep and 100,000 users.
struct DriveGraph: Sequence {
    enum Kind: String, CaseIterable { case direct, threeHops, miss }

    static let modelSource = """
        model
          schema 1.1
        type user
        type group
          relations
            define member: [user, group#member]
        type folder
          relations
            define parent: [folder]
            define owner: [user]
            define viewer: [user, group#member] or owner or viewer from parent
        type doc
          relations
            define parent: [folder]
            define owner: [user]
            define viewer: [user, group#member] or owner or viewer from parent
        """

    let count: Int
    let users: Int
    let groups: Int
    let folders: Int
    let documents: Int
    private let fanOut: Int

    init(count: Int) {
        self.count = count
        users = Swift.max(count / 100, 20)
        groups = Swift.max(count / 1_000, 20)
        folders = Swift.max(count / 100, 10)
        documents = Swift.max(count / 10, 10)
        fanOut = Swift.max(2, Int(pow(Double(folders), 0.2).rounded()))
    }

    func user(_ number: Int) -> String { "person-\(10_000_000_000 + number)" }
    func document(_ number: Int) -> String { "paper-\(100_000_000_000 + number)" }
    func group(_ number: Int) -> String { "team-\(number)" }
    func folder(_ number: Int) -> String { "folder-\(number)" }

    /// A number that follows from two others and looks like chance.
    private static func scatter(_ first: Int, _ second: Int, below bound: Int) -> Int {
        var random = Scatter(state: UInt64(truncatingIfNeeded: first &* 64 &+ second))
        return random.next(below: bound)
    }

    /// The group that holds a group; groups below 1 in 100 are the highest.
    private func parent(ofGroup group: Int) -> Int? {
        let top = Swift.max(1, groups / 100)
        let middle = Swift.max(top + 1, groups / 10)
        if group < top { return nil }
        return group < middle ? group % top : top + group % (middle - top)
    }

    private func groupOf(user: Int, _ place: Int) -> Int {
        let middle = groups / 10
        return middle + DriveGraph.scatter(user, place, below: groups - middle)
    }

    private func folderOf(document: Int) -> Int { document % folders }
    private func groupOf(document: Int) -> Int { DriveGraph.scatter(document, 17, below: groups) }
    private func groupOf(folder: Int) -> Int { DriveGraph.scatter(folder, 18, below: groups) }
    private func viewerOf(document: Int, _ place: Int) -> Int { DriveGraph.scatter(document, 20 + place, below: users) }

    func makeIterator() -> AnyIterator<Relationship> {
        var part = 0
        var index = 0
        let sizes = [users * 3, groups, folders, folders, folders, documents, documents, documents]
        let rest = Swift.max(0, count - sizes.reduce(0, +))
        return AnyIterator {
            while true {
                let size = part < sizes.count ? sizes[part] : part == sizes.count ? rest : -1
                if size < 0 { return nil }
                if index == size {
                    part += 1
                    index = 0
                    continue
                }
                defer { index += 1 }
                if let relationship = try? edge(part, index) { return relationship }
            }
        }
    }

    /// Nothing for the highest groups and folders, which have no parent.
    private func edge(_ part: Int, _ index: Int) throws -> Relationship? {
        switch part {
        case 0: try edge("group", group(groupOf(user: index / 3, index % 3)), "member", "user", user(index / 3))
        case 1: try parent(ofGroup: index).map { try edge("group", group($0), "member", "group", group(index), "member") }
        case 2: index == 0 ? nil : try edge("folder", folder(index), "parent", "folder", folder(index / fanOut))
        case 3: try edge("folder", folder(index), "viewer", "group", group(groupOf(folder: index)), "member")
        case 4: try edge("folder", folder(index), "owner", "user", user(index % users))
        case 5: try edge("doc", document(index), "parent", "folder", folder(folderOf(document: index)))
        case 6: try edge("doc", document(index), "owner", "user", user(index % users))
        case 7: try edge("doc", document(index), "viewer", "group", group(groupOf(document: index)), "member")
        default:
            try edge("doc", document(index % documents), "viewer", "user", user(viewerOf(document: index % documents, index / documents)))
        }
    }

    private func edge(
        _ type: String, _ id: String, _ relation: String, _ subjectType: String, _ subject: String, _ subjectRelation: String? = nil
    ) throws -> Relationship {
        Relationship(
            object: try ObjectReference(type: type, id: id), relation: relation,
            subject: try SubjectReference(type: subjectType, id: subject, relation: subjectRelation))
    }

    /// User and document of questions of one kind, spread over the whole graph; `isAllowed` tells misses from chance hits.
    func questions(_ kind: Kind, count: Int, isAllowed: (Int, Int) -> Bool) -> [(user: Int, document: Int)] {
        var random = Scatter(state: 7)
        let members = kind == .threeHops ? membersOfGroups() : [:]
        var found: [(user: Int, document: Int)] = []
        while found.count < count {
            let document = random.next(below: documents)
            switch kind {
            case .direct: found.append((viewerOf(document: document, random.next(below: 4)), document))
            case .threeHops:
                // Document, its folder, the folder's group, a user of that group or of one inside it.
                let wanted = groupOf(folder: folderOf(document: document))
                guard wanted >= groups / 10, let user = members[wanted]?.first else { continue }
                found.append((user, document))
            case .miss:
                let user = random.next(below: users)
                if !isAllowed(user, document) { found.append((user, document)) }
            }
        }
        return found
    }

    /// Users of each group.
    private func membersOfGroups() -> [Int: [Int]] {
        var members: [Int: [Int]] = [:]
        for user in 0..<users {
            for place in 0..<3 { members[groupOf(user: user, place), default: []].append(user) }
        }
        return members
    }
}

/// SplitMix64: small, seeded, good enough to scatter.
struct Scatter {
    var state: UInt64

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
