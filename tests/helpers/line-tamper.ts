import type { Page } from '@playwright/test';
import type { CloseCode } from '#lib/protocol/close-codes.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { decodeClientFrame, encodeFrame } from '#lib/protocol/frames.ts';

/** Stands on a page's line to the real server, and answers in its place as a server in trouble would. */
export class LineTamper {
	/** Refuses every update with this. */
	refusal: ProtocolError | null = null;
	/** Ends every connection with this. */
	close: CloseCode | null = null;
	#ends: ((code: CloseCode) => void)[] = [];

	/** From the page's next connection on. */
	static async on(page: Page): Promise<LineTamper> {
		const tamper = new LineTamper();
		await page.routeWebSocket(/\/sync$/, (client) => {
			const end = (code: CloseCode) => void client.close({ code, reason: '' });
			if (tamper.close !== null) return end(tamper.close);
			const server = client.connectToServer();
			tamper.#ends.push(end);
			client.onMessage((message) => {
				const frame = typeof message === 'string' ? null : decodeClientFrame(message);
				if (tamper.refusal === null || !frame?.ok || frame.value.type !== 'update')
					return server.send(message);
				const { channel } = frame.value;
				const error = { type: 'error', channel, project: '', error: tamper.refusal } as const;
				client.send(Buffer.from(encodeFrame(error)));
			});
		});
		return tamper;
	}

	/** Ends all connections there are, and those to come. */
	endAll(code: CloseCode): void {
		this.close = code;
		for (const end of this.#ends.splice(0)) end(code);
	}
}
