/** How many files of the app its worker lacks; -1 while there is none. Runs in the page. */
export async function countMissingFiles(): Promise<number> {
	const worker = (await navigator.serviceWorker.getRegistration())?.active;
	if (!worker) return -1;
	const { port1, port2 } = new MessageChannel();
	return await new Promise((resolve) => {
		port1.onmessage = ({ data }: MessageEvent<{ missing: string[] }>) => resolve(data.missing.length);
		worker.postMessage({ type: 'offline-status' }, [port2]);
	});
}
