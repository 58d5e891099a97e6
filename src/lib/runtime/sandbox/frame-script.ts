/**
 * What the sandbox's frame does: it makes a worker of the text that is sent to it, hands it the port of whoever is to
 * speak with it, and says on its own port when the worker cannot be started or breaks. The page's policy lets this very
 * text run, by its hash (`svelte.config.js`): after any change both are as one.
 */
export const FRAME_SCRIPT = `addEventListener('message', ({ data, ports: [own, port] }) => {
	const worker = new Worker(URL.createObjectURL(new Blob([data], { type: 'text/javascript' })));
	worker.onerror = ({ message, lineno }) => own.postMessage({ message: String(message), line: Number(lineno) });
	worker.postMessage(null, [port]);
}, { once: true });`;
