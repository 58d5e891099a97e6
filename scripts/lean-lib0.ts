import type { Plugin } from 'vite';

/**
 * Yjs writes to the console through lib0's DOM module, whose schemas bring all of lib0's schema library along: none is
 * ever asked. Told that making one does nothing else, the bundler leaves both out.
 */
export function leanLib0(): Plugin {
	return {
		name: 'lean-lib0',
		transform: {
			filter: { id: /\/lib0\/dom\.js$/ },
			handler: (code) => ({
				code: code.replaceAll(' = $.$custom(', ' = /* @__PURE__ */ $.$custom('),
				map: { mappings: '' },
			}),
		},
	};
}
