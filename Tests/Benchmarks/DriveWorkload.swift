/// A document drive of a stated size: users, nested groups, a tree of folders, documents in folders.
///
/// Seeded, so that two runs ask the same questions of the same graph.
package struct DriveWorkload {
    package static let modelSource = """
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

    package enum Kind: String, CaseIterable {
        case direct, threeHops, miss
    }

    package struct Asked {
        package let kind: Kind
        package let user: String
        package let document: String
    }

    package let relationships: [String]
    package let questions: [Asked]

    package init(relationshipCount: Int, questionCount: Int, seed: UInt64 = 1) {
        var random = SplitMix(state: seed)
        let users = max(relationshipCount / 10, 10)
        let groups = max(users / 20, 8)
        let folders = max(relationshipCount / 50, 8)
        let documents = max(relationshipCount / 5, 10)
        var lines: [String] = []
        lines.reserveCapacity(relationshipCount + 64)
        for user in 0..<users {
            lines.append("group:g\(user % groups)#member@user:u\(user)")
        }
        for group in 1..<groups where group % 4 != 0 {
            lines.append("group:g\(group - group % 4)#member@group:g\(group)#member")
        }
        for folder in 1..<folders {
            lines.append("folder:f\(folder)#parent@folder:f\(folder / 4)")
        }
        for folder in 0..<folders where folder % 3 == 0 {
            lines.append("folder:f\(folder)#viewer@group:g\(folder % groups)#member")
        }
        for document in 0..<documents {
            lines.append("doc:d\(document)#parent@folder:f\(document % folders)")
            lines.append("doc:d\(document)#owner@user:u\(document % users)")
        }
        while lines.count < relationshipCount {
            lines.append("doc:d\(random.next(below: documents))#viewer@user:u\(random.next(below: users))")
        }
        relationships = Array(Set(lines)).sorted()
        questions = (0..<questionCount).map { index in
            let kind = Kind.allCases[index % Kind.allCases.count]
            let document = random.next(below: documents)
            switch kind {
            case .direct:
                return Asked(kind: kind, user: "u\(document % users)", document: "d\(document)")
            case .threeHops:
                // The document's folder, that folder's nearest ancestor with a group, a member of a group inside that group.
                var folder = document % folders
                while folder % 3 != 0 { folder /= 4 }
                let group = folder % groups
                let inner = group % 4 == 0 && group + 1 < groups ? group + 1 : group
                return Asked(kind: kind, user: "u\(inner)", document: "d\(document)")
            case .miss:
                return Asked(kind: kind, user: "nobody\(random.next(below: 8))", document: "d\(document)")
            }
        }
    }
}

/// SplitMix64: small, seeded, good enough to scatter questions.
package struct SplitMix {
    package var state: UInt64

    package mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
