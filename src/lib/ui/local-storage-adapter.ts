/** `localStorage`, or null where the browser denies even asking for it. */
export function localStorageAdapter(): Storage | null {
	try {
		return localStorage;
	} catch {
		return null; // Denied by a privacy setting.
	}
}
