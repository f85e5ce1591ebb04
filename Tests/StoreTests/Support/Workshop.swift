import Foundation

@testable import Store

/// A data directory of one test.
struct Workshop {
    let directory = FileManager.default.temporaryDirectory.path + "/store-tests-\(UUID().uuidString)"

    var databasePath: String { directory + "/cardea.sqlite" }

    func open() async throws -> Store { try await Store.open(StoreConfiguration(directory: directory)) }

    func remove() { try? FileManager.default.removeItem(atPath: directory) }
}

/// A new store with two tenants, each with the same user and client.
func withStore(_ body: (Store) async throws -> Void) async throws {
    try await withWorkshop { workshop in
        let store = try await workshop.open()
        try await populate(store)
        try await body(store)
        try await store.close()
    }
}

func withWorkshop(_ body: (Workshop) async throws -> Void) async throws {
    let workshop = Workshop()
    defer { workshop.remove() }
    try await body(workshop)
}

func populate(_ store: Store) async throws {
    for tenant in Sample.both {
        _ = try await store.createTenant(Sample.tenant(tenant))
        _ = try await store.createUser(tenant, Sample.user())
        _ = try await store.createClient(tenant, Sample.client())
    }
}

/// The code of the error that the store throws, or nil.
func refusal(_ body: () async throws -> Void) async throws -> String? {
    do {
        try await body()
        return nil
    } catch let error as StoreError {
        return error.code
    }
}
