/** Pixels a press has to move to be a drag. */
const SLOP_PX = 6;

type Span = { readonly start: number; readonly end: number };

/** Where among the others a dragged tab belongs: behind all whose middle the pointer has passed. `spans` are the others’. */
export function placeAmong(spans: readonly Span[], at: number, mirrored = false): number {
	const isPassed = ({ start, end }: Span) => {
		const middle = (start + end) / 2;
		return mirrored ? at < middle : at > middle;
	};
	return spans.filter(isPassed).length;
}

export type TabDragOptions = {
	/** The tab moves to this place among the others. */
	readonly onmove: (id: string, to: number) => void;
};

/** Dragging tabs along their strip with mouse or pen; a finger scrolls it. */
export function tabDrag({ onmove }: TabDragOptions) {
	return (strip: HTMLElement) => {
		let drag: { readonly id: string; readonly from: number; moving: boolean } | null = null;

		const onpointerdown = (event: PointerEvent) => {
			const tab = (event.target as Element).closest<HTMLElement>('[data-tab]');
			const isPress = event.button === 0 && event.pointerType !== 'touch';
			if (tab?.dataset['tab'] && isPress)
				drag = { id: tab.dataset['tab'], from: event.clientX, moving: false };
		};
		const onpointermove = (event: PointerEvent) => {
			// Let go of outside the strip.
			if (event.buttons === 0) drag = null;
			if (!drag) return;
			drag.moving ||= Math.abs(event.clientX - drag.from) > SLOP_PX;
			if (!drag.moving) return;
			strip.setPointerCapture(event.pointerId);
			const { id } = drag;
			const others = [...strip.querySelectorAll<HTMLElement>('[data-tab]')].filter(
				(tab) => tab.dataset['tab'] !== id,
			);
			const spans = others
				.map((tab) => tab.getBoundingClientRect())
				.map(({ left, right }) => ({ start: left, end: right }));
			onmove(id, placeAmong(spans, event.clientX, getComputedStyle(strip).direction === 'rtl'));
		};
		const end = () => (drag = null);
		strip.addEventListener('pointerdown', onpointerdown);
		strip.addEventListener('pointermove', onpointermove);
		strip.addEventListener('pointerup', end);
		strip.addEventListener('pointercancel', end);
		return () => {
			strip.removeEventListener('pointerdown', onpointerdown);
			strip.removeEventListener('pointermove', onpointermove);
			strip.removeEventListener('pointerup', end);
			strip.removeEventListener('pointercancel', end);
		};
	};
}
