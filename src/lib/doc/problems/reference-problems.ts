import type { AssetHash, DocumentId } from '../../base/ids.ts';
import { quote } from '../commands/check.ts';
import type { EntitySnapshot } from '../entity.ts';
import type { ProjectSnapshot } from '../project.ts';
import { instanceOf, isExpandedId } from '../prefabs/entity-path.ts';
import type { SceneSnapshot } from '../scene.ts';
import type { Reference } from './entity-problems.ts';
import { resetOf, type Problem, type ProblemRule } from './problem.ts';

/** What a project has, as far as scenes refer to it: its snapshot will do. */
export type ProblemContext = Pick<ProjectSnapshot, 'assets' | 'allDocuments'>;

/** What is wrong with what a field names; undefined when nothing is. */
export function examineReference(
	entity: EntitySnapshot,
	reference: Reference,
	scene: SceneSnapshot,
	context: ProblemContext,
): Problem | undefined {
	const { declared, value } = reference;
	const { key } = declared;
	const broken = brokenRule(reference, scene, context);
	if (!broken) return undefined;
	const [rule, said] = broken;
	const message = `“${entity.name}”: ${key} names ${quote(value)}, ${said}.`;
	const problem = { rule, entityId: entity.id, key, message };
	// A document that was deleted can be put back, and a prefab serves its instances meanwhile.
	return rule === 'removed-document' ? problem : { ...problem, fix: resetOf(key, value) };
}

function brokenRule(
	{ declared: { field }, value }: Reference,
	scene: SceneSnapshot,
	{ assets, allDocuments }: ProblemContext,
): [ProblemRule, string] | undefined {
	switch (field.kind) {
		case 'asset': {
			const type: string | undefined = assets.get(value as AssetHash)?.type;
			if (type === undefined) return ['dangling-asset', 'but the project has no such asset'];
			return type === field.accepts ? undefined : ['wrong-type', `which is no ${field.accepts}, but ${type}`];
		}
		case 'document': {
			const document = allDocuments.get(value as DocumentId);
			if (!document) return ['dangling-document', 'but the project has no such document'];
			const { kind, title, removed } = document;
			if (kind !== field.accepts)
				return ['wrong-type', `which is no ${field.accepts}, but the ${kind} “${title}”`];
			return removed
				? ['removed-document', `but “${title}” was deleted. Put it back, or choose another`]
				: undefined;
		}
		case 'entity':
			if (isExpandedId(value) && scene.entities.has(instanceOf(value))) return undefined;
			return ['dangling-entity', 'but this scene has no such entity'];
		default:
			return undefined;
	}
}
