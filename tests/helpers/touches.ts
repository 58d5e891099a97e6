import type { Page } from '@playwright/test';

type Finger = readonly [x: number, y: number];
type Send = (
	type: 'touchStart' | 'touchMove' | 'touchEnd',
	fingers: readonly Finger[],
	timestamp?: number,
) => Promise<unknown>;

/** Fingers on the glass as the browser hears them, several at once; taps last as long as people's, however busy the machine is. */
export class Touches {
	#send: Send;

	private constructor(send: Send) {
		this.#send = send;
	}

	static async of(page: Page): Promise<Touches> {
		const devtools = await page.context().newCDPSession(page);
		return new Touches((type, fingers, timestamp) =>
			devtools.send('Input.dispatchTouchEvent', {
				type,
				touchPoints: fingers.map(([x, y], id) => ({ x, y, id })),
				...(timestamp === undefined ? {} : { timestamp }),
			}),
		);
	}

	async tap(...fingers: readonly Finger[]): Promise<void> {
		const now = Date.now() / 1000;
		await this.#send('touchStart', fingers, now);
		await this.#send('touchEnd', [], now + 0.1);
	}

	async drag([x, y]: Finger, byX: number, byY: number): Promise<void> {
		await this.#send('touchStart', [[x, y]]);
		for (let step = 1; step <= 6; step++)
			await this.#send('touchMove', [[x + (byX * step) / 6, y + (byY * step) / 6]]);
		await this.#send('touchEnd', []);
	}
}
