import { expect } from 'vitest';
import { mintDocumentId, type EntityId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { addEntities } from '#lib/doc/commands/add-entities.ts';
import type { CommandResult } from '#lib/doc/commands/command.ts';
import { removeEntities } from '#lib/doc/commands/remove-entities.ts';
import { COMPONENT_NAMES } from '#lib/doc/components/registry.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { ProjectDocument } from '#lib/doc/project.ts';
import { SceneDocument } from '#lib/doc/scene.ts';

/** Every component that can be added. */
export const ALL = Object.fromEntries(
	COMPONENT_NAMES.filter((name) => name !== 'transform').map((name) => [name, true]),
);

/** A scene with a box that has every component, something inside of it, and something that was deleted. */
export class BadInputRig {
	readonly scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	readonly project = new ProjectDocument(new LiveDocument(mintDocumentId(), 'project'));
	readonly box: EntityId;
	readonly inner: EntityId;
	readonly gone: EntityId;

	constructor() {
		const drafts = [
			{ name: 'Box', values: ALL, children: [{ name: 'Inner', values: {} }] },
			{ name: 'Gone', values: {} },
		];
		[this.box, this.gone] = unwrap(addEntities(this.scene, drafts, null)) as [EntityId, EntityId];
		[this.inner] = this.scene.snapshot.hierarchy.childrenOf.get(this.box) as [EntityId];
		unwrap(removeEntities(this.scene, [this.gone]));
	}

	/** Refused in words, without throwing, with every byte as it was. */
	expectRefused(run: () => CommandResult<unknown>, document = this.scene.document): string {
		const before = document.encodeState();
		const result = run();
		expect(document.encodeState()).toEqual(before);
		if (result.ok) return expect.fail('expected the command to refuse');
		expect(result.error.message).toMatch(/^\p{Lu}|^“/u);
		expect(result.error.message.length).toBeLessThan(500);
		return result.error.message;
	}
}
