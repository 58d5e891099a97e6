import type { Binding } from '#lib/runtime/input/actions.ts';
import { PadFocus } from './pad-focus.ts';

export type PadButtonsOptions = {
	/** What has the focus while one plays. */
	readonly picture: HTMLElement;
	/** What the buttons lie in; undefined while none of them is a pad's to press. */
	readonly layer: () => HTMLElement | undefined;
	readonly isFree: (binding: Binding) => boolean;
};

/** The buttons of a game's interface as the page shows them, for a pad alone. */
export function padOnButtons({ picture, layer, isFree }: PadButtonsOptions): PadFocus['take'] {
	let shown: readonly HTMLElement[] = [];
	const page = picture.ownerDocument;
	const focus = new PadFocus({
		get places() {
			return shown.map((button) => button.getBoundingClientRect());
		},
		get isShown() {
			return shown.length > 0;
		},
		get focused() {
			return shown.findIndex((button) => button === page.activeElement);
		},
		focus: (index) => shown[index]?.focus({ preventScroll: true }),
		press: (index) => shown[index]?.click(),
		leave: () => picture.focus({ preventScroll: true }),
		isFree,
	});
	let wasInside = false;
	return (pressed) => {
		const from = layer();
		shown = [...(from?.querySelectorAll<HTMLElement>('button') ?? [])];
		// A button that had the focus went: its keys are the game's again.
		if (from && wasInside && page.activeElement === page.body) picture.focus({ preventScroll: true });
		const taken = focus.take(pressed);
		wasInside = shown.some((button) => button === page.activeElement);
		return taken;
	};
}
