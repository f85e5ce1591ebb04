import API
import HTTPTypes

/// Header names the HTTP types have no constant for.
enum HeaderNames {
    static let requestID = HTTPField.Name(RequestID.header)
    static let openFGAStore = HTTPField.Name("Openfga-Store-Id")
    static let openFGAModel = HTTPField.Name("Openfga-Authorization-Model-Id")
    static let listComplete = HTTPField.Name("Cardea-List-Complete")
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")
}

extension HTTPFields {
    /// The values of a header that may be sent once; nil when it is absent or sent more than once.
    func single(_ name: HTTPField.Name) -> String? {
        let values = self[values: name]
        return values.count == 1 ? values[0] : nil
    }

    mutating func set(_ name: HTTPField.Name?, _ value: String) {
        guard let name else { return }
        self[name] = value
    }
}
