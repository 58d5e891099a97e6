import type { AssetHash, EntityId } from '#lib/base/ids.ts';
import { readField, type FieldName } from '#lib/doc/components/registry.ts';
import type { EntitySnapshot } from '#lib/doc/entity.ts';

export type UiKind = 'text' | 'image' | 'button' | 'bar' | 'panel';
export type UiAnchor =
	'topLeft' | 'top' | 'topRight' | 'left' | 'center' | 'right' | 'bottomLeft' | 'bottom' | 'bottomRight';

/** How an element lies in what holds it; lengths are hundredths of the picture's smaller side. */
export type UiPlace = {
	readonly kind: UiKind;
	readonly anchor: UiAnchor;
	/** Away from the edge it stands at; from the middle to the right and down. */
	readonly offset: readonly [number, number];
	/** 0 fills what it stands in. */
	readonly size: readonly [number, number];
	/** How a panel puts what it holds. */
	readonly flow: 'free' | 'column' | 'row';
	readonly gap: number;
};

/** One element of a game's interface, with values that can be shown: what is stored may be anything. */
export type UiElement = UiPlace & {
	readonly id: EntityId;
	readonly name: string;
	readonly text: string;
	readonly image: AssetHash | null;
	readonly alt: string;
	readonly value: number;
	readonly max: number;
	readonly textSize: number;
	readonly align: 'start' | 'center' | 'end';
	readonly color: string;
	readonly background: string;
	readonly opacity: number;
	readonly live: boolean;
	/** What lies in it, as far as it is a panel; later ones over earlier ones. */
	readonly children: readonly UiElement[];
};

/** An element as its entity says, without what lies in it. */
export function readUiElement(entity: EntitySnapshot): Omit<UiElement, 'children'> {
	const field = <N extends FieldName<'ui'>>(name: N) => readField(entity, 'ui', name);
	return {
		...{ id: entity.id, name: entity.name, kind: field('kind'), anchor: field('anchor') },
		...{ offset: field('offset'), size: field('size'), flow: field('flow'), gap: field('gap') },
		...{ text: field('text'), image: field('image'), alt: field('alt') },
		...{ value: field('value'), max: field('max'), textSize: field('textSize'), align: field('align') },
		...{ color: field('color'), background: field('background'), opacity: field('opacity') },
		live: field('live'),
	};
}
