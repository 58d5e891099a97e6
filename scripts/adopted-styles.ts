import type { Plugin } from 'vite';

/**
 * CodeMirror writes its styles into an element, which the page's policy forbids, wherever it is not in a shadow root;
 * there it makes a style sheet, which the policy allows. It can do so everywhere.
 */
export function adoptedStyles(): Plugin {
	return {
		name: 'adopted-styles',
		transform: {
			filter: { id: /\/style-mod\/src\/style-mod\.js$/ },
			handler(code) {
				const changed = code.replace('!root.head && root.adoptedStyleSheets', 'root.adoptedStyleSheets');
				if (changed === code) this.error('style-mod no longer asks whether it is in a shadow root.');
				return { code: changed, map: { mappings: '' } };
			},
		},
	};
}
