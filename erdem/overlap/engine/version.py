"""Version of the engine: stored with every finding, raised when scores or relations change."""

ENGINE_VERSION = "2.0.0"
