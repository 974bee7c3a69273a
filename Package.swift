// swift-tools-version: 6.1
import PackageDescription

// Targets from the bottom up; an arrow only ever points to a target further up in this file.
let package = Package(
    name: "ulak",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "ulak", targets: ["ulak"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // No pkgConfig, on purpose: it would put the library folder first, and libyaml.a would lose to libyaml.so.
        .systemLibrary(name: "CLibYAML", path: "Sources/CLibYAML", providers: [.apt(["libyaml-dev"])]),

        // A header of the C library that Swift's Glibc module leaves out.
        .systemLibrary(name: "CTimerFD", path: "Sources/CTimerFD"),

        .target(
            name: "Values",
            dependencies: [.product(name: "OrderedCollections", package: "swift-collections")]
        ),
        .target(name: "Diagnostics", dependencies: ["Values"]),
        .target(name: "YAMLSyntax", dependencies: ["CLibYAML", "Diagnostics", "Values"]),
        .target(name: "CivilDates"),
        .target(name: "Randomness"),
        .target(name: "Waiting"),
        .target(name: "FileLocks"),
        .target(name: "RegularExpressions"),
        .target(name: "SMSText"),
        .target(
            name: "Expressions",
            dependencies: [
                "CivilDates", "Diagnostics", "RegularExpressions", "SMSText", "Values",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .target(name: "Schedules", dependencies: ["CivilDates"]),
        .target(name: "WorkflowModel", dependencies: ["CivilDates", "Diagnostics", "Expressions", "Values"]),

        .executableTarget(name: "EmbedTextsTool", path: "Sources/EmbedTextsTool"),
        .plugin(
            name: "EmbedTexts",
            capability: .buildTool(),
            dependencies: ["EmbedTextsTool"],
            path: "Sources/EmbedTexts"
        ),
        .target(
            name: "NodeCatalog",
            dependencies: [
                "Diagnostics", "Expressions", "SMSText", "Schedules", "Values", "WorkflowModel",
                "YAMLSyntax",
            ],
            plugins: ["EmbedTexts"]
        ),
        .target(
            name: "WorkflowLanguage",
            dependencies: [
                "Diagnostics", "Expressions", "NodeCatalog", "Values", "WorkflowModel", "YAMLSyntax",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .target(
            name: "RunEngine",
            dependencies: ["Expressions", "Randomness", "Values", "WorkflowModel"]
        ),
        .target(
            name: "NodeRuntime",
            dependencies: [
                "Expressions", "NodeCatalog", "RunEngine", "Values", "WorkflowModel",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]
        ),
        .target(
            name: "JournalSQLite",
            dependencies: [
                "FileLocks", "RunEngine", "Values", "WorkflowModel",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "Vault",
            dependencies: [
                "Diagnostics", "FileLocks", "RunEngine", "Values", "WorkflowModel", "YAMLSyntax",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]
        ),
        .target(
            name: "Triggers",
            dependencies: [
                "CTimerFD", "Expressions", "RunEngine", "Schedules", "Values", "WorkflowModel",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .target(
            name: "Telemetry",
            dependencies: [
                "RunEngine", "Values", "WorkflowModel",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "Server",
            dependencies: [
                "Diagnostics", "Expressions", "NodeCatalog", "RunEngine", "Telemetry", "Values", "Waiting", "WorkflowModel",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .target(
            name: "Sandbox",
            dependencies: [
                "CivilDates", "Randomness", "SMSText", "Values", "Waiting",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .target(
            name: "Daemon",
            dependencies: [
                "Diagnostics", "Expressions", "FileLocks", "JournalSQLite", "NodeCatalog", "NodeRuntime", "RunEngine", "Server",
                "Telemetry", "Triggers", "Values", "Vault", "WorkflowLanguage", "WorkflowModel", "YAMLSyntax",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),
        .executableTarget(
            name: "ulak",
            dependencies: [
                "Daemon", "Diagnostics", "Expressions", "JournalSQLite", "NodeCatalog", "NodeRuntime", "RunEngine", "SMSText",
                "Sandbox", "Schedules", "Server", "Telemetry", "Values", "Vault", "WorkflowLanguage", "WorkflowModel",
                "YAMLSyntax",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            plugins: ["EmbedTexts"]
        ),

        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Expressions", "JournalSQLite", "NodeCatalog", "NodeRuntime", "RunEngine", "Values", "WorkflowLanguage",
                "WorkflowModel",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),

        .target(
            name: "TestKit",
            dependencies: ["Diagnostics", "RunEngine", "Values", "WorkflowModel"],
            path: "Tests/TestKit"
        ),
        .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics", "Values"]),
        .testTarget(name: "CivilDatesTests", dependencies: ["CivilDates"]),
        .testTarget(name: "ValuesTests", dependencies: ["Randomness", "Values"]),
        .testTarget(name: "YAMLSyntaxTests", dependencies: ["Diagnostics", "Randomness", "Values", "YAMLSyntax"]),
        .testTarget(name: "RegularExpressionsTests", dependencies: ["RegularExpressions"]),
        .testTarget(name: "ExpressionsTests", dependencies: ["CivilDates", "Diagnostics", "Expressions", "Values"]),
        .testTarget(name: "SMSTextTests", dependencies: ["SMSText", "Values"]),
        .testTarget(name: "SchedulesTests", dependencies: ["CivilDates", "Randomness", "Schedules", "Values"]),
        .testTarget(
            name: "NodeCatalogTests",
            dependencies: ["Diagnostics", "Expressions", "NodeCatalog", "Values", "WorkflowModel", "YAMLSyntax"]
        ),
        .testTarget(
            name: "WorkflowLanguageTests",
            dependencies: ["Diagnostics", "NodeCatalog", "Values", "WorkflowLanguage", "WorkflowModel", "YAMLSyntax"],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "RunEngineTests",
            dependencies: ["Expressions", "Randomness", "RunEngine", "TestKit", "Values", "WorkflowModel"]
        ),
        .testTarget(
            name: "JournalSQLiteTests",
            dependencies: [
                "JournalSQLite", "RunEngine", "TestKit", "Values", "WorkflowModel",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "NodeRuntimeTests",
            dependencies: [
                "Expressions", "NodeCatalog", "NodeRuntime", "RunEngine", "Sandbox", "TestKit", "Values",
                "WorkflowModel",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "VaultTests",
            dependencies: [
                "Diagnostics", "RunEngine", "TestKit", "Values", "Vault", "WorkflowModel",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            exclude: ["Vectors"]
        ),
        .testTarget(
            name: "TriggersTests",
            dependencies: [
                "Expressions", "Randomness", "RunEngine", "Schedules", "TestKit", "Triggers", "Values", "WorkflowModel",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "TelemetryTests",
            dependencies: [
                "RunEngine", "Telemetry", "TestKit", "Values", "WorkflowModel",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Diagnostics", "Expressions", "NodeCatalog", "RunEngine", "Server", "Telemetry", "TestKit", "Values",
                "WorkflowLanguage", "WorkflowModel",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .testTarget(
            name: "SandboxTests",
            dependencies: [
                "CivilDates", "Randomness", "Sandbox", "SMSText", "Values",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ]
        ),
        .testTarget(
            name: "ulakTests",
            dependencies: [
                "Randomness", "Sandbox", "Values", "ulak",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "RepositoryTests",
            dependencies: [
                "Daemon", "Diagnostics", "Expressions", "NodeCatalog", "Server", "TestKit", "Values", "Vault",
                "WorkflowLanguage", "YAMLSyntax",
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
