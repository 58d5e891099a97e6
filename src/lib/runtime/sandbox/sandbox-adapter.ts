import { FRAME_SCRIPT } from './frame-script.ts';

/** What broke where a game runs, as the browser tells it; `line` of the text, 0 when unknown. */
export type SandboxError = { readonly message: string; readonly line: number };

/** Where a stranger's code can do nothing but answer: a worker inside a frame of no origin. */
export type Sandbox = {
	/** Leads straight to the code. */
	readonly port: MessagePort;
	/** Ends it at once, whatever it is doing. */
	dispose(): void;
};

/**
 * Besides the page's policy, which the frame and its worker take over: no network at all, not even to where the page comes
 * from. The page's says which script may run.
 */
const POLICY = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:";

/**
 * Runs this code (a script, without imports). The frame has no storage, no network and no parent
 * it could reach and nothing it could open; when it is taken out of the page, the worker ends.
 */
export async function openSandbox(
	code: Blob | string,
	onerror: (error: SandboxError) => void,
): Promise<Sandbox> {
	const frame = document.createElement('iframe');
	frame.sandbox.add('allow-scripts');
	frame.hidden = true;
	frame.tabIndex = -1;
	frame.title = '';
	frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}"><script>${FRAME_SCRIPT}</script>`;
	const loaded = new Promise<void>((resolve) => {
		frame.onload = () => resolve();
	});
	document.body.append(frame);
	await loaded;
	const [own, game] = [new MessageChannel(), new MessageChannel()];
	own.port1.onmessage = ({ data }: MessageEvent<unknown>) => onerror(readError(data));
	// No origin can be named: the frame has none.
	frame.contentWindow?.postMessage(code, '*', [own.port2, game.port2]);
	return {
		port: game.port1,
		dispose() {
			frame.remove();
			own.port1.close();
			game.port1.close();
		},
	};
}

function readError(data: unknown): SandboxError {
	const { message, line } = (data ?? {}) as Readonly<Record<string, unknown>>;
	return {
		message: typeof message === 'string' ? message.slice(0, 500) : '',
		line: Number.isSafeInteger(line) ? (line as number) : 0,
	};
}
