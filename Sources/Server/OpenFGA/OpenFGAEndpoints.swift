import API
import HTTPTypes
import Hummingbird
import Store

/// OpenFGA's HTTP interface with a tenant as a store, so that its SDKs and its command line work unchanged
/// (https://openfga.dev/api/service).
struct OpenFGAEndpoints: Sendable {
    private let stores: OpenFGAStores
    private let models: OpenFGAModels
    private let tuples: OpenFGATuples
    private let questions: OpenFGAQuestions
    private let lists: OpenFGALists
    private let gate: OpenFGAGate
    private let authority: Authority

    init(authority: Authority, gate: AdministratorGate) {
        let directory = StoreDirectory(store: authority.store)
        let gate = OpenFGAGate(authority: authority, gate: gate, directory: directory, models: ModelsInForce())
        self.gate = gate
        self.authority = authority
        let record = OpenFGARecord(authority: authority)
        stores = OpenFGAStores(authority: authority, gate: gate)
        models = OpenFGAModels(authority: authority, gate: gate)
        tuples = OpenFGATuples(authority: authority, gate: gate)
        questions = OpenFGAQuestions(authority: authority, gate: gate, record: record)
        lists = OpenFGALists(authority: authority, gate: gate, record: record)
    }

    /// What the front asks for the check.
    func desk(_ log: RequestLog) -> some HotDesk {
        StoreCheckDesk(authority: authority, directory: gate.directory, models: gate.models, questions: questions, log: log)
    }

    func mount(on site: inout Site) {
        on(.post, .stores, &site, stores.create)
        on(.get, .stores, &site, stores.list)
        on(.get, .store, &site, stores.show)
        on(.delete, .store, &site, stores.delete)
        on(.post, .authorizationModels, &site, models.write)
        on(.get, .authorizationModels, &site, models.list)
        on(.get, .authorizationModel, &site, models.show)
        on(.get, .assertions, &site, models.assertions)
        on(.put, .assertions, &site, models.writeAssertions)
        on(.post, .storeCheck, &site, questions.check)
        on(.post, .storeBatchCheck, &site, questions.batchCheck)
        on(.post, .storeExpand, &site, questions.expand)
        on(.post, .storeListObjects, &site, lists.objects)
        on(.post, .storeStreamedListObjects, &site, lists.streamedObjects)
        on(.post, .storeListUsers, &site, lists.users)
        on(.post, .storeRead, &site, tuples.read)
        on(.post, .storeWrite, &site, tuples.write)
        on(.get, .storeChanges, &site, tuples.changes)
    }

    /// The one place where an error becomes an answer of this interface.
    private func on(_ method: HTTPRequest.Method, _ path: Path, _ site: inout Site, _ handler: @escaping Site.Handler) {
        site.on(method, path) { request, exchange in
            do {
                return try await handler(request, exchange)
            } catch {
                guard let answer = OpenFGAError(error) else { throw error }
                return try answer.response()
            }
        }
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
