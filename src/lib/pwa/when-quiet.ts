/** Milliseconds after which it is not quiet, but late. */
const LATE_MS = 5000;

/** Resolves once the page has loaded and has nothing better to do, where the browser can tell. */
export async function whenQuiet(): Promise<void> {
	if (document.readyState !== 'complete') {
		await new Promise((resolve) => window.addEventListener('load', resolve, { once: true }));
	}
	if (!('requestIdleCallback' in window)) return;
	await new Promise((resolve) => requestIdleCallback(resolve, { timeout: LATE_MS }));
}
