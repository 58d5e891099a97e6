import type { AssetHash, EntityId } from '#lib/base/ids.ts';
import type { UiRect } from '#lib/runtime/ui/ui-layout.ts';

/** What all elements of an interface share as they are shown. */
export type UiContext = {
	readonly rects: ReadonlyMap<EntityId, UiRect>;
	/** Pixels of a hundredth of the picture's smaller side. */
	readonly unit: number;
	/** Whether buttons can be pressed. */
	readonly isOn: boolean;
	/** Those that are selected. */
	readonly outlined: ReadonlySet<EntityId>;
	/** Shows an image of the project; answers what takes it away. */
	readonly showImage: (hash: AssetHash, image: HTMLImageElement) => () => void;
	readonly onpress: (id: EntityId) => void;
};
