/// Reads the usual question in one pass, without making a tree of it first.
///
/// It takes only what leaves no choice: known members, each once, with plain ASCII strings. Whatever is unusual in any way, wrong ones
/// included, is left to `JSONParser`, so that there is one reader that refuses and both say the same of what this one takes.
struct EvaluationScanner {
    typealias Place = PlainEvaluation.Place

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// Nil where the parser has to read.
    static func question(_ bytes: [UInt8]) -> PlainEvaluation? {
        bytes.withUnsafeBufferPointer { bytes in
            guard var scanner = EvaluationScanner(bytes: bytes), let parts = scanner.parts(), scanner.isAtEnd else { return nil }
            return PlainEvaluation(parts)
        }
    }

    /// A batch with at most `limit` questions, each complete with the defaults of the batch.
    static func questions(_ bytes: [UInt8], limit: Int) -> [PlainEvaluation]? {
        bytes.withUnsafeBufferPointer { bytes in
            guard var scanner = EvaluationScanner(bytes: bytes) else { return nil }
            var items: [Parts] = []
            items.reserveCapacity(min(limit, bytes.count / 64))
            guard let defaults = scanner.parts(items: { $0.append(&items, limit: limit) }), scanner.isAtEnd, !items.isEmpty else {
                return nil
            }
            var questions: [PlainEvaluation] = []
            questions.reserveCapacity(items.count)
            for item in items {
                guard let question = PlainEvaluation(item, over: defaults) else { return nil }
                questions.append(question)
            }
            return questions
        }
    }

    /// The question of OpenFGA's check, and where the model's id stands if one is named.
    static func tupleCheck(_ bytes: [UInt8]) -> (question: PlainEvaluation, model: Place?)? {
        bytes.withUnsafeBufferPointer { bytes in
            guard var scanner = EvaluationScanner(bytes: bytes) else { return nil }
            var question: PlainEvaluation?
            var model: Place?
            let isWhole = scanner.members { scanner, name in
                switch name {
                case "tuple_key" where question == nil:
                    question = scanner.tupleKey()
                    return question != nil
                case "authorization_model_id" where model == nil:
                    model = scanner.string()
                    return model != nil
                default: return false
                }
            }
            guard isWhole, scanner.isAtEnd, let question else { return nil }
            return (question, model)
        }
    }

    /// The members of one object, as far as they are there.
    struct Parts {
        var subject: PlainEvaluation.Entity?
        var action: Place?
        var resource: PlainEvaluation.Entity?
        var context: PlainEvaluation.Context?
    }

    /// Nil for more bytes than a place can tell.
    private init?(bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count <= Int(Place.Bound.max) else { return nil }
        self.bytes = bytes
    }

    // MARK: Objects

    /// `items` reads the array of a batch; without it there may be none.
    private mutating func parts(items: ((inout EvaluationScanner) -> Bool)? = nil) -> Parts? {
        var parts = Parts()
        var hasItems = false
        let isWhole = members { scanner, name in
            switch name {
            case "subject" where parts.subject == nil:
                parts.subject = scanner.entity()
                return parts.subject != nil
            case "resource" where parts.resource == nil:
                parts.resource = scanner.entity()
                return parts.resource != nil
            case "action" where parts.action == nil:
                guard let texts = scanner.texts("name"), let name = texts.first else { return false }
                parts.action = name
                return true
            case "context" where parts.context == nil:
                guard let texts = scanner.texts("subject_token", "agent") else { return false }
                parts.context = PlainEvaluation.Context(subjectToken: texts.first, agent: texts.second)
                return true
            case "evaluations":
                guard let items, !hasItems else { return false }
                hasItems = true
                return items(&scanner)
            default: return false
            }
        }
        return isWhole ? parts : nil
    }

    private mutating func append(_ items: inout [Parts], limit: Int) -> Bool {
        guard takes("[") else { return false }
        repeat {
            guard items.count < limit, let parts = parts() else { return false }
            items.append(parts)
        } while takes(",")
        return takes("]")
    }

    private mutating func entity() -> PlainEvaluation.Entity? {
        guard let texts = texts("type", "id"), let type = texts.first, let id = texts.second else { return nil }
        return PlainEvaluation.Entity(type: type, id: id)
    }

    private mutating func tupleKey() -> PlainEvaluation? {
        guard let texts = texts("user", "relation", "object"), let user = texts.first.flatMap(parts), let relation = texts.second,
            let object = texts.third.flatMap(parts)
        else { return nil }
        return PlainEvaluation(subject: user, action: relation, resource: object, context: nil)
    }

    /// Type and id on both sides of the first colon.
    private func parts(of text: Place) -> PlainEvaluation.Entity? {
        guard let colon = text.first(where: { bytes[Int($0)] == UInt8(ascii: ":") }) else { return nil }
        return PlainEvaluation.Entity(type: text.lowerBound..<colon, id: colon + 1..<text.upperBound)
    }

    /// An object of strings under a few known names; nil where one is not there.
    @inline(__always)
    private mutating func texts(
        _ first: StaticString, _ second: StaticString? = nil, _ third: StaticString? = nil
    ) -> (first: Place?, second: Place?, third: Place?)? {
        var texts: (first: Place?, second: Place?, third: Place?)
        let isWhole = members { scanner, name in
            if name == first, texts.first == nil {
                texts.first = scanner.string()
                return texts.first != nil
            }
            if let second, name == second, texts.second == nil {
                texts.second = scanner.string()
                return texts.second != nil
            }
            guard let third, name == third, texts.third == nil else { return false }
            texts.third = scanner.string()
            return texts.third != nil
        }
        return isWhole ? texts : nil
    }

    /// Runs `read` at the value of each member; false when it answers false, or when this is not an object.
    @inline(__always)
    private mutating func members(_ read: (inout EvaluationScanner, Name) -> Bool) -> Bool {
        guard takes("{") else { return false }
        if takes("}") { return true }
        repeat {
            skipBlanks()
            guard let name = plainText(), takes(":"), read(&self, Name(bytes: text(name))) else {
                return false
            }
        } while takes(",")
        return takes("}")
    }

    /// A member's name, compared without making a string of it.
    private struct Name {
        let bytes: UnsafeBufferPointer<UInt8>

        static func == (name: Name, text: StaticString) -> Bool {
            guard name.bytes.count == text.utf8CodeUnitCount else { return false }
            for index in name.bytes.indices where name.bytes[index] != text.utf8Start[index] { return false }
            return true
        }

        static func ~= (text: StaticString, name: Name) -> Bool { name == text }
    }

    // MARK: Bytes

    private func text(_ place: Place) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[Int(place.lowerBound)..<Int(place.upperBound)])
    }

    private var isAtEnd: Bool {
        mutating get {
            skipBlanks()
            return position == bytes.count
        }
    }

    private mutating func string() -> Place? {
        skipBlanks()
        return plainText()
    }

    /// The inside of a string of printable ASCII without escapes.
    private mutating func plainText() -> Place? {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
        let start = position + 1
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            guard bytes[end] >= 0x20, bytes[end] < 0x7F, bytes[end] != UInt8(ascii: "\\") else { return nil }
            end += 1
        }
        guard end < bytes.count else { return nil }
        position = end + 1
        return UInt32(start)..<UInt32(end)
    }

    private mutating func takes(_ scalar: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while position < bytes.count,
            bytes[position] == 0x20 || bytes[position] == 0x0A || bytes[position] == 0x0D || bytes[position] == 0x09
        {
            position += 1
        }
    }
}
