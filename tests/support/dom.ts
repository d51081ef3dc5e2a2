// Before the modules of a test are loaded: what happy-dom lacks.

// KaTeX refuses any other.
if (typeof document !== 'undefined') Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' });
