"""Version of the engine: stored with every finding, raised when scores or relations change."""

ENGINE_VERSION = "1.0.0"
