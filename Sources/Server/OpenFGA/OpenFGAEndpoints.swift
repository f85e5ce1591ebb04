import API
import HTTPTypes
import Hummingbird
import Store

/// OpenFGA's HTTP interface with a tenant as a store, so that its SDKs and its command line work unchanged
/// (https://openfga.dev/api/service).
struct OpenFGAEndpoints: Sendable {
    private let stores: OpenFGAStores
    private let models: OpenFGAModels
    private let assertions: OpenFGAAssertions
    private let tuples: OpenFGATuples
    private let questions: OpenFGAQuestions
    private let lists: OpenFGALists
    private let gate: OpenFGAGate
    private let authority: Authority

    init(authority: Authority, gate: AdministratorGate, directory: StoreDirectory) {
        let gate = OpenFGAGate(authority: authority, gate: gate, directory: directory, models: ModelsInForce())
        self.gate = gate
        self.authority = authority
        let record = OpenFGARecord(authority: authority)
        stores = OpenFGAStores(authority: authority, gate: gate)
        models = OpenFGAModels(authority: authority, gate: gate)
        assertions = OpenFGAAssertions(authority: authority, gate: gate)
        tuples = OpenFGATuples(authority: authority, gate: gate)
        questions = OpenFGAQuestions(authority: authority, gate: gate, record: record)
        lists = OpenFGALists(authority: authority, gate: gate, record: record)
    }

    /// What the front asks for the check.
    func desk(_ log: RequestLog) -> some HotDesk {
        StoreCheckDesk(authority: authority, directory: gate.directory, models: gate.models, questions: questions, log: log)
    }

    func mount(on site: inout Site, policy: PolicyEndpoints) {
        site.on(.get, .storeAccessConfiguration, accessConfiguration)
        policy.mount(on: &site, at: .store) { [gate] in try await gate.asking($0, $1).tenant }
        site.on(.get, .health) { _, _ in try Answer.json(["status": "SERVING"]) }
        site.on(.post, .stores, stores.create)
        site.on(.get, .stores, stores.list)
        site.on(.get, .store, stores.show)
        site.on(.delete, .store, stores.delete)
        site.on(.post, .authorizationModels, models.write)
        site.on(.get, .authorizationModels, models.list)
        site.on(.get, .authorizationModel, models.show)
        site.on(.get, .assertions, assertions.read)
        site.on(.put, .assertions, assertions.write)
        site.on(.post, .storeCheck, questions.check)
        site.on(.post, .storeBatchCheck, questions.batchCheck)
        site.on(.post, .storeExpand, questions.expand)
        site.on(.post, .storeListObjects, lists.objects)
        site.on(.post, .storeStreamedListObjects, lists.streamedObjects)
        site.on(.post, .storeListUsers, lists.users)
        site.on(.post, .storeRead, tuples.read)
        site.on(.post, .storeWrite, tuples.write)
        site.on(.get, .storeChanges, tuples.changes)
    }

    @Sendable private func accessConfiguration(_ request: Request, _ exchange: Exchange) async throws -> Response {
        guard let tenant = try await gate.directory.tenant(exchange.segment("store") ?? "") else {
            throw OpenFGAError(.storeNotFound, "Store ID not found")
        }
        return try Answer.json(
            AccessConfiguration(baseURL: authority.baseURL.text, store: StoreIdentifier.text(tenant)),
            headers: [.cacheControl: "public, max-age=300"])
    }
}

extension Response {
    /// Says which store and model answered, as OpenFGA does.
    func naming(_ tenant: TenantID, _ model: StoredModel? = nil) -> Response {
        var response = self
        response.headers.set(HeaderNames.openFGAStore, StoreIdentifier.text(tenant))
        if let model { response.headers.set(HeaderNames.openFGAModel, ModelIdentifier.text(model)) }
        return response
    }
}
