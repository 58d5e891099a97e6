import type { JsonValue } from '#lib/base/json.ts';

/** What a player changed of the controls, as the device keeps it. */
export type ControlsLayout = {
	/** By slot; validated against the actions of the project. */
	readonly bindings: JsonValue;
	/** The stick of touch screens is on the other side. */
	readonly mirrored: boolean;
};

export function readLayout(kept: JsonValue | undefined): ControlsLayout {
	const isRecord = typeof kept === 'object' && kept !== null && !Array.isArray(kept);
	const { bindings, mirrored } = isRecord ? (kept as Readonly<Record<string, JsonValue>>) : {};
	return { bindings: bindings ?? {}, mirrored: mirrored === true };
}
