import type { AssetHash, DocumentId } from '../../base/ids.ts';
import { quote } from '../commands/check.ts';
import type { EntitySnapshot } from '../entity.ts';
import type { ProjectSnapshot } from '../project.ts';
import { instanceOf, isExpandedId } from '../prefabs/entity-path.ts';
import type { SceneSnapshot } from '../scene.ts';
import type { Reference } from './entity-problems.ts';
import { resetOf, type Problem } from './problem.ts';

/** What a project has, as far as scenes refer to it: its snapshot will do. */
export type ProblemContext = Pick<ProjectSnapshot, 'assets' | 'allDocuments'>;

/** What is wrong with what a field names; undefined when nothing is. */
export function examineReference(
	entity: EntitySnapshot,
	reference: Reference,
	scene: SceneSnapshot,
	context: ProblemContext,
): Problem | undefined {
	const { key, stored } = reference;
	const broken = brokenRule(reference, scene, context);
	if (!broken) return undefined;
	const { id: entityId, name } = entity;
	const problem = { ...broken, entityId, name, key };
	// A document that was deleted can be put back, and a prefab serves its instances meanwhile.
	return broken.rule === 'removed-document' ? problem : { ...problem, fix: resetOf(key, stored) };
}

function brokenRule(
	{ names, id: value }: Reference,
	scene: SceneSnapshot,
	{ assets, allDocuments }: ProblemContext,
): Pick<Problem, 'rule' | 'facts'> | undefined {
	const facts = { kind: 'dangling', value: quote(value) } as const;
	switch (names.kind) {
		case 'asset': {
			const asset = assets.get(value as AssetHash);
			if (!asset) return { rule: 'dangling-asset', facts };
			const found: string = asset.type;
			return names.accepts === undefined || found === names.accepts
				? undefined
				: otherKind(asset.type, asset.name);
		}
		case 'document': {
			const document = allDocuments.get(value as DocumentId);
			if (!document) return { rule: 'dangling-document', facts };
			const { kind, title, removed } = document;
			if (kind !== names.accepts) return otherKind(kind, title);
			return removed ? { rule: 'removed-document', facts: { kind: 'removed', title } } : undefined;
		}
		case 'entity':
			if (isExpandedId(value) && scene.entities.has(instanceOf(value))) return undefined;
			return { rule: 'dangling-entity', facts };
	}
}

const otherKind = (
	found: Extract<Problem['facts'], { kind: 'other-kind' }>['found'],
	title: string,
): Pick<Problem, 'rule' | 'facts'> => ({ rule: 'wrong-type', facts: { kind: 'other-kind', found, title } });
