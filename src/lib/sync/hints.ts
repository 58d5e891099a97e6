import type { Dispose } from '../base/disposer.ts';

/**
 * What the browser believes about the network and the tab. Only hints: "online" is often wrong, so they
 * hasten or slow attempts and never decide anything.
 */
export interface ConnectionHints {
	isOnline(): boolean;
	isVisible(): boolean;
	onChange(listener: () => void): Dispose;
}

/** Nothing known: always online, always visible. */
export const noHints: ConnectionHints = {
	isOnline: () => true,
	isVisible: () => true,
	onChange: () => () => undefined,
};

/** The hints of a browser window. */
export function browserHints(window: Window): ConnectionHints {
	const { document, navigator } = window;
	return {
		isOnline: () => navigator.onLine,
		isVisible: () => document.visibilityState !== 'hidden',
		onChange(listener) {
			window.addEventListener('online', listener);
			window.addEventListener('offline', listener);
			// A page that comes out of the browser's back-forward cache, or that was frozen, lost its sockets unheard.
			window.addEventListener('pageshow', listener);
			document.addEventListener('resume', listener);
			document.addEventListener('visibilitychange', listener);
			return () => {
				window.removeEventListener('online', listener);
				window.removeEventListener('offline', listener);
				window.removeEventListener('pageshow', listener);
				document.removeEventListener('resume', listener);
				document.removeEventListener('visibilitychange', listener);
			};
		},
	};
}
