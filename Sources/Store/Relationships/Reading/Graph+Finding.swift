import Permissions

extension Graph {
    /// Whether keys that match are found sooner here than by going through the table in its order until there are enough of them: the
    /// table has no index by subject, since the graph knows what each has.
    func findsSooner(_ pattern: KeyPattern) -> Bool {
        // Without these everything matches that the table is read for.
        guard pattern.relations != nil || pattern.subjectType != nil || pattern.subjectID != nil || pattern.subjectRelation != nil else {
            return false
        }
        return count(pattern) * Self.rarity < count(KeyPattern(objectType: pattern.objectType))
    }

    /// A row of the table costs about as much as so many edges of the graph.
    private static let rarity = 64
}
