import type { AssetHash } from '../../base/ids.ts';
import { ok } from '../../base/result.ts';
import { usesOfAsset } from '../asset-uses.ts';
import { assetNamedBy } from '../diff/assets-of.ts';
import type { LiveDocument } from '../live-document.ts';
import { findRow, readRegister } from '../registers.ts';
import { ENTITIES } from '../scene.ts';
import type { CommandResult } from './command.ts';

/** Lets everything in a scene or prefab that names one asset name another of its kind; returns how many entities did. */
export function replaceAsset(document: LiveDocument, from: AssetHash, to: AssetHash): CommandResult<number> {
	const uses = usesOfAsset(document, from);
	if (uses.length === 0) return ok(0);
	const edited = document.edit('replace-asset', 'edit', (edit) => {
		for (const { entityId: row } of uses) {
			const map = findRow(document.ydoc, ENTITIES, row);
			for (const key of map?.keys() ?? []) {
				const value = readRegister(map, key);
				if (assetNamedBy(value) !== from) continue;
				edit.set({ table: ENTITIES, row, key }, typeof value === 'string' ? to : { asset: to });
			}
		}
	});
	return edited.ok ? ok(uses.length) : edited;
}
