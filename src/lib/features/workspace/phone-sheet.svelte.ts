import { innerHeight } from 'svelte/reactivity/window';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { sheetPixels, type SheetHeight } from '#lib/ui/sheet.ts';

const TABS_PX = 52;
/** How far the picture goes on under the sheet's round corners. */
const CORNERS_PX = 16;

/** How much of a phone's screen the sheet and the tabs take; the picture has the rest. */
export class PhoneSheet {
	#workspace: Pick<Workspace, 'phoneTab' | 'text'>;
	#height = $state.raw<SheetHeight>('half');

	constructor(workspace: Pick<Workspace, 'phoneTab' | 'text'>) {
		this.#workspace = workspace;
	}

	get height(): SheetHeight {
		return this.#height;
	}

	/** Pixels from the lower edge that are covered. */
	get covered(): number {
		return this.#isOpen ? this.#pixels(this.#height) : TABS_PX;
	}

	/** Pixels the picture leaves free; a sheet at its full height lies over it. */
	get reserved(): number {
		if (!this.#isOpen) return TABS_PX;
		return this.#pixels(this.#height === 'full' ? 'half' : this.#height) - CORNERS_PX;
	}

	resize(height: SheetHeight): void {
		this.#height = height;
	}

	/** A tab was chosen: its sheet can be read. */
	open(): void {
		if (this.#height === 'peek') this.#height = 'half';
	}

	/** A text has the people's sheet only: a scene's sheet waits for its return. */
	get #isOpen(): boolean {
		const { phoneTab, text } = this.#workspace;
		return phoneTab !== null && (!text || phoneTab === 'people');
	}

	#pixels(height: SheetHeight): number {
		return sheetPixels(height, innerHeight.current ?? 800);
	}
}
