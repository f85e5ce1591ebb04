// swift-tools-version: 6.2
import PackageDescription

// The walls of the house: a module may import what stands in its `dependencies` and nothing else, and each outside thing
// (database driver, OpenSSL, HTTP server, HTTP client, subprocess) appears in exactly one module. Docs/Architecture.md says why.

/// One list of settings for every target: a warning is an error.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// For the targets that call C: each unsafe expression has to say so.
let settingsForC: [SwiftSetting] = settings + [.strictMemorySafety()]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")

let package = Package(
    name: "cardea",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "cardea", targets: ["Command"]),
        .executable(name: "cardea-sample-servers", targets: ["SampleServers"]),
        .executable(name: "cardea-benchmark", targets: ["Benchmarks"]),
        .executable(name: "cardea-engine-benchmark", targets: ["EngineBenchmarks"]),
        .library(name: "Client", targets: ["Client"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // Pure capabilities.
        .target(name: "Expressions", swiftSettings: settings),
        .target(name: "Permissions", dependencies: ["Expressions"], swiftSettings: settings),
        .target(name: "ModelFiles", dependencies: ["Permissions", "Expressions", yams], swiftSettings: settings),
        .target(name: "MCP", swiftSettings: settings),
        .target(name: "Pages", swiftSettings: settings),

        // OpenSSL.
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "Tokens", dependencies: ["COpenSSL"], swiftSettings: settingsForC),

        // SQLite.
        .target(name: "CMigrations", publicHeadersPath: "include"),
        .target(name: "CLogFiles", publicHeadersPath: "include", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "Store", dependencies: ["CLogFiles", "CMigrations", "Permissions", "Expressions", grdb], swiftSettings: settings),

        // The authorization server, without HTTP.
        .target(name: "OAuth", dependencies: ["Store", "Tokens"], swiftSettings: settings),

        // The wire contract and its client.
        .target(name: "API", swiftSettings: settings),
        .target(name: "Client", dependencies: ["API", asyncHTTPClient, httpTypes, nioCore, nioHTTP1], swiftSettings: settings),

        // The way of one tool call.
        .target(
            name: "Gateway", dependencies: ["API", "Client", "MCP", "Tokens", httpTypes, logging, subprocess], swiftSettings: settings),

        // The two servers and the binary.
        .target(
            name: "Server",
            dependencies: [
                "API", "Client", "Expressions", "Gateway", "MCP", "OAuth", "Pages", "Permissions", "Store", "Tokens",
                configuration, httpTypes, hummingbird, hummingbirdCore, logging, nioCore, nioHTTP1, nioPosix, serviceLifecycle, unixSignals,
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "Command", dependencies: ["API", "Client", "ModelFiles", "Permissions", "Server", "Tokens", argumentParser, logging],
            swiftSettings: settings),
        .executableTarget(
            name: "SampleServers", dependencies: ["MCP", "Server", argumentParser, logging], swiftSettings: settings),

        .executableTarget(
            name: "Benchmarks", dependencies: ["Permissions", hummingbird, logging, nioCore, nioPosix],
            path: "Tests/Benchmarks", swiftSettings: settings),

        .target(name: "CInstructionCounter", path: "Tests/CInstructionCounter"),
        .executableTarget(
            name: "EngineBenchmarks", dependencies: ["CInstructionCounter", "Permissions", "Store", grdb], path: "Tests/EngineBenchmarks",
            swiftSettings: settings),

        .target(name: "Fuzzing", path: "Tests/Fuzzing", exclude: ["Corpus"], swiftSettings: settings),

        .testTarget(name: "ExpressionsTests", dependencies: ["Expressions"], exclude: ["Corpus"], swiftSettings: settings),
        .testTarget(
            name: "PermissionsTests", dependencies: ["Permissions", "Expressions"], exclude: ["Corpus", "Scenarios"],
            swiftSettings: settings),
        .testTarget(
            name: "ModelFilesTests", dependencies: ["ModelFiles", "Permissions", "Expressions", "Fuzzing"], swiftSettings: settings),
        .testTarget(name: "TokensTests", dependencies: ["Tokens", "Fuzzing"], swiftSettings: settings),
        .target(name: "CFaultyFiles", path: "Tests/CFaultyFiles", linkerSettings: [.linkedLibrary("sqlite3")]),
        .testTarget(
            name: "StoreTests", dependencies: ["CFaultyFiles", "CLogFiles", "Store", "Permissions", "Expressions", "Fuzzing", grdb],
            exclude: ["schema.sql"], swiftSettings: settings),
        .testTarget(
            name: "OAuthTests", dependencies: ["OAuth", "Store", "Tokens", "Permissions"], swiftSettings: settings),
        .testTarget(name: "MCPTests", dependencies: ["MCP", "Fuzzing"], swiftSettings: settings),
        .testTarget(name: "PagesTests", dependencies: ["Pages"], swiftSettings: settings),
        .testTarget(name: "APITests", dependencies: ["API", "Fuzzing"], swiftSettings: settings),
        .testTarget(name: "ClientTests", dependencies: ["Client", "API", httpTypes], swiftSettings: settings),
        .testTarget(
            name: "GatewayTests", dependencies: ["Gateway", "MCP", "Client", "API", "Tokens", httpTypes, logging], swiftSettings: settings),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Server", "API", "Client", "Gateway", "OAuth", "Permissions", "Store", "Tokens", hummingbird, httpTypes, logging, nioCore,
                nioHTTP1,
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ],
            swiftSettings: settings),
        .testTarget(name: "CommandTests", dependencies: ["Command", "API", "Client", "Server", argumentParser], swiftSettings: settings),
    ]
)
