import type * as Y from 'yjs';
import { mintDocumentId, type AssetHash, type EntityId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { addEntities } from '#lib/doc/commands/add-entities.ts';
import { COMPONENT_NAMES } from '#lib/doc/components/registry.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import type { Problem } from '#lib/doc/problems/problem.ts';
import { findProblems } from '#lib/doc/problems/problems-reader.ts';
import { ProjectDocument } from '#lib/doc/project.ts';
import { SceneDocument } from '#lib/doc/scene.ts';

export const MODEL = 'a'.repeat(64) as AssetHash;
export const IMAGE = 'b'.repeat(64) as AssetHash;

/** A project with a model and an image, and a scene with one box that has every component. */
export class ProblemRig {
	readonly scene = new SceneDocument(new LiveDocument(mintDocumentId(), 'scene'));
	readonly project = new ProjectDocument(new LiveDocument(mintDocumentId(), 'project'));
	readonly box: EntityId;

	constructor() {
		unwrap(this.project.addAsset({ hash: MODEL, name: 'chair.glb', type: 'model', bytes: 1 }));
		unwrap(this.project.addAsset({ hash: IMAGE, name: 'wood.png', type: 'image', bytes: 1 }));
		const names = COMPONENT_NAMES.filter((name) => name !== 'transform' && name !== 'prefab');
		const values = Object.fromEntries(names.map((name) => [name, true]));
		[this.box] = unwrap(addEntities(this.scene, [{ name: 'Box', values }], null)) as [EntityId];
	}

	get problems(): readonly Problem[] {
		return findProblems(this.scene, this.project.snapshot);
	}

	/** The one problem there is. */
	get only(): Problem {
		const [problem, ...others] = this.problems;
		if (!problem || others.length > 0)
			throw new Error(`Expected one problem, got ${JSON.stringify(this.problems)}`);
		return problem;
	}

	rowOf(id: EntityId): Y.Map<unknown> | undefined {
		return this.scene.document.ydoc.getMap<Y.Map<unknown>>('entities').get(id);
	}

	/** Writes what a peer that obeys no rule writes. */
	forge(key: string, value: unknown, id = this.box): void {
		this.rowOf(id)?.set(key, value);
	}
}
