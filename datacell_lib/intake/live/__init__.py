"""Publishers' live interfaces: what comes out is whole, or an error says why not."""
