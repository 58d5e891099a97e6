import type { IncomingMessage } from 'node:http';
import type { Clock } from '#lib/base/clock.ts';
import type { Dispose } from '#lib/base/disposer.ts';

/** Milliseconds in which a body has to be whole; of an upload only so much of it has to come. */
export const BODY_MS = 30_000;
/** What the slowest line in use brings in that time: half a kilobyte a second. */
export const UPLOAD_BYTES = 16 * 1024;

const UPLOAD = /^\/api\/projects\/[^/]+\/uploads(\/|$)/;

/** Hangs up on whoever announces a body and sends it drop by drop, or not at all. */
export function hangUpWhenSlow(request: IncomingMessage, clock: Clock): void {
	const { socket, url = '' } = request;
	if (!hasBody(request)) return;
	const isUpload = UPLOAD.test(url);
	let cancel: Dispose = () => {};
	const waitOn = (seen: number) => {
		cancel = clock.after(BODY_MS, () => {
			if (request.complete) return;
			if (isUpload && socket.bytesRead - seen >= UPLOAD_BYTES) return waitOn(socket.bytesRead);
			socket.destroy();
		});
	};
	waitOn(socket.bytesRead);
	// With the end of the body, or of its sender.
	request.once('close', () => cancel());
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
	headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
