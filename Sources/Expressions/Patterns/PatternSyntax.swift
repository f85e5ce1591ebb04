/// A regular expression that has been read.
indirect enum PatternSyntax: Sendable {
    case empty
    case scalar(UInt32)
    /// `.`: any character, with or without the line feed.
    case any(withLineFeed: Bool)
    case characters(CharacterClass)
    case assertion(Assertion)
    case sequence([PatternSyntax])
    case alternatives([PatternSyntax])
    /// Nil: any number of times.
    case repeated(PatternSyntax, least: Int, most: Int?)

    enum Assertion: UInt32, Sendable {
        case beginText, endText, beginLine, endLine, wordBoundary, notWordBoundary
    }
}
