import type { Page } from '@playwright/test';

type Finger = readonly [x: number, y: number];
type Send = (
	type: 'touchStart' | 'touchMove' | 'touchEnd',
	fingers: readonly Finger[],
	timestamp?: number,
) => Promise<unknown>;
type SendPen = (
	type: 'mousePressed' | 'mouseMoved' | 'mouseReleased',
	[x, y]: Finger,
	down: boolean,
) => Promise<unknown>;

/** A pen on the glass. */
export class Pen {
	#send: SendPen;

	constructor(send: SendPen) {
		this.#send = send;
	}

	/** Comes from above, as pens do. */
	async down(at: Finger): Promise<void> {
		await this.#send('mouseMoved', at, false);
		await this.#send('mousePressed', at, true);
	}

	async move(at: Finger): Promise<void> {
		await this.#send('mouseMoved', at, true);
	}

	async up(at: Finger): Promise<void> {
		await this.#send('mouseReleased', at, false);
	}
}

/** Fingers on the glass as the browser hears them, several at once; taps last as long as people's, however busy the machine is. */
export class Touches {
	readonly pen: Pen;
	#send: Send;

	private constructor(send: Send, pen: Pen) {
		this.#send = send;
		this.pen = pen;
	}

	static async of(page: Page): Promise<Touches> {
		const devtools = await page.context().newCDPSession(page);
		const send: Send = (type, fingers, timestamp) =>
			devtools.send('Input.dispatchTouchEvent', {
				type,
				touchPoints: fingers.map(([x, y], id) => ({ x, y, id })),
				...(timestamp === undefined ? {} : { timestamp }),
			});
		const sendPen: SendPen = (type, [x, y], down) =>
			devtools.send('Input.dispatchMouseEvent', {
				type,
				x,
				y,
				pointerType: 'pen',
				button: type === 'mouseMoved' && !down ? 'none' : 'left',
				buttons: down ? 1 : 0,
			});
		return new Touches(send, new Pen(sendPen));
	}

	async tap(...fingers: readonly Finger[]): Promise<void> {
		await this.#stay(0.1, fingers);
	}

	/** A finger that stays until it asks for the menu, and is lifted. */
	async hold(finger: Finger): Promise<void> {
		await this.#stay(0.7, [finger]);
	}

	async down(...fingers: readonly Finger[]): Promise<void> {
		await this.#send('touchStart', fingers);
	}

	async move(...fingers: readonly Finger[]): Promise<void> {
		await this.#send('touchMove', fingers);
	}

	/** All that are there. */
	async up(): Promise<void> {
		await this.#send('touchEnd', []);
	}

	async drag([x, y]: Finger, byX: number, byY: number): Promise<void> {
		await this.down([x, y]);
		for (let step = 1; step <= 6; step++) await this.move([x + (byX * step) / 6, y + (byY * step) / 6]);
		await this.up();
	}

	/** The browser takes its own times from the events. */
	async #stay(seconds: number, fingers: readonly Finger[]): Promise<void> {
		const now = Date.now() / 1000;
		await this.#send('touchStart', fingers, now);
		await this.#send('touchEnd', [], now + seconds);
	}
}
