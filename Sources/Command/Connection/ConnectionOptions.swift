import API
import ArgumentParser
import Client

/// How to reach the service and how to answer; the same for every command that talks to it.
struct ConnectionOptions: ParsableArguments {
    static let defaultService = "http://127.0.0.1:8080"

    @Option(
        help: ArgumentHelp(
            "The service's base URL. Else CARDEA_SERVICE, the credentials file, or \(Self.defaultService).", valueName: "url"))
    var service: String?

    @Option(
        help: ArgumentHelp(
            "File with the administrator key. Else CARDEA_CREDENTIALS or ~/.config/cardea/credentials.json.", valueName: "file"))
    var credentials: String?

    @Option(help: "How to show the answer.")
    var output: OutputFormat = .table

    var out: Output { Output(format: output) }

    /// Runs the work with a client of the service, closes its connections, and tells errors in a person's words.
    func withService<Answer>(_ work: (ServiceClient) async throws -> Answer) async throws -> Answer {
        let environment = Environment.process
        let file = try CredentialsFile.read(credentials ?? environment.credentials ?? environment.defaultCredentials)
        let address = try Self.address(service ?? environment.service ?? file.service)
        return try await Self.withClient(address: address, credential: .administratorKey(file.administratorKey), work)
    }

    /// The same without a credential, for endpoints that check another one.
    func withUnauthenticatedService<Answer>(_ work: (ServiceClient) async throws -> Answer) async throws -> Answer {
        let environment = Environment.process
        let file = try? CredentialsFile.read(credentials ?? environment.credentials ?? environment.defaultCredentials)
        let address = try Self.address(service ?? environment.service ?? file?.service ?? Self.defaultService)
        return try await Self.withClient(address: address, credential: .none, work)
    }

    static func address(_ text: String) throws -> ServiceAddress {
        guard let address = ServiceAddress(text) else {
            throw ValidationError("`\(text)` is not the base URL of a service, such as \(defaultService)")
        }
        return address
    }

    private static func withClient<Answer>(
        address: ServiceAddress, credential: Credential, _ work: (ServiceClient) async throws -> Answer
    ) async throws -> Answer {
        // A stream gives a sign of life every 15 seconds.
        let transport = HTTPTransport(limits: HTTPTransport.Limits(idleTimeout: .seconds(60)))
        let limits = ServiceClient.Limits(timeout: .seconds(30))
        let client = ServiceClient(address: address, credential: credential, transport: transport, limits: limits)
        do {
            let answer = try await work(client)
            try? await transport.shutdown()
            return answer
        } catch {
            try? await transport.shutdown()
            throw (error as? ClientError).map { Failure($0, service: address) } ?? error
        }
    }
}
