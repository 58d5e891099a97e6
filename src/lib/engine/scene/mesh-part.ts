import { Mesh, type Object3D, SkinnedMesh } from 'three';
import { acceleratedRaycast } from 'three-mesh-bvh';
import { clone as cloneWithSkeleton } from 'three/addons/utils/SkeletonUtils.js';
import type { AssetHash } from '../../base/ids.ts';
import { hasComponent, readField } from '../../doc/components/registry.ts';
import type { EntitySnapshot } from '../../doc/entity.ts';
import { clipsOf, clipsWithin } from '../gltf/model-clips.ts';
import { type ModelPart, parsePart } from '../gltf/model-part.ts';
import { copyMovingPart, copyPart } from '../gltf/model-parts.ts';
import { ClipMotion } from './clip-motion.ts';
import { readLook } from './material-look.ts';
import type { EntityPart } from './entity-part.ts';
import type { SceneKit } from './scene-kit.ts';
import type { Shape } from './shapes.ts';

/** The picture of an entity's `mesh`: a built-in shape or a glTF model. */
export function createMeshPart(entity: EntitySnapshot, kit: SceneKit): EntityPart {
	const geometry = readField(entity, 'mesh', 'geometry');
	if (geometry !== 'model') return createShapePart(entity, kit, geometry);
	const hash = readField(entity, 'mesh', 'model');
	return hash
		? createModelPart(entity, kit, hash)
		: { object: kit.placeholders.make('waiting'), dispose() {} };
}

function createShapePart(entity: EntitySnapshot, kit: SceneKit, shape: Shape): EntityPart {
	const look = readLook(entity, shape === 'plane');
	const mesh = prepareMesh(new Mesh(kit.shapes.get(shape), kit.materials.acquire(look)));
	castShadows(mesh, entity);
	kit.shading.apply(mesh);
	return { object: mesh, dispose: () => kit.materials.release(look) };
}

function createModelPart(entity: EntitySnapshot, kit: SceneKit, hash: AssetHash): EntityPart {
	const state = kit.models.acquire(hash);
	const dispose = () => kit.models.release(hash);
	const part = parsePart(readField(entity, 'mesh', 'part'));
	const moves = hasComponent(entity, 'animation');
	const model = state.status === 'ready' ? state.value : undefined;
	const copy = model && copyModel(model, part, moves);
	if (!copy) {
		const isComing = state.status === 'loading' || state.status === 'missing';
		const placeholder = kit.placeholders.make(isComing ? 'waiting' : 'broken');
		return { object: placeholder, asset: hash, dispose };
	}
	copy.traverse((each) => {
		each.updateMatrix();
		each.matrixAutoUpdate = false;
		if (each instanceof Mesh) prepareMesh(each as Mesh);
	});
	castShadows(copy, entity);
	kit.shading.apply(copy);
	const movements = moves ? movementsOf(model, part, copy) : [];
	if (movements.length === 0) return { object: copy, asset: hash, dispose };
	// What moves is soon elsewhere than where it was measured.
	copy.traverse((each) => {
		if (each instanceof SkinnedMesh) each.frustumCulled = false;
	});
	const clips = new ClipMotion(copy, movements, entity);
	return {
		object: copy,
		asset: hash,
		motion: clips,
		clips,
		dispose() {
			clips.dispose();
			dispose();
		},
	};
}

/** Geometry and materials are the cached model's; only the nodes are this entity's own. */
function copyModel(model: Object3D, part: ModelPart | undefined, moves: boolean): Object3D | undefined {
	if (!part) return cloneWithSkeleton(model);
	return moves ? copyMovingPart(model, part) : copyPart(model, part);
}

/** A mesh alone has neither bones nor a node of its own to be moved. */
function movementsOf(model: Object3D, part: ModelPart | undefined, copy: Object3D) {
	if (!part) return clipsOf(model);
	return part.kind === 'node' ? clipsWithin(model, copy) : [];
}

/** Picks through a bounds tree where the geometry has one. */
export function prepareMesh(mesh: Mesh): Mesh {
	// Posed meshes are met where their bones put them, which the tree does not know.
	if (!(mesh instanceof SkinnedMesh)) mesh.raycast = acceleratedRaycast;
	mesh.matrixAutoUpdate = false;
	return mesh;
}

function castShadows(object: Object3D, entity: EntitySnapshot): void {
	const castShadow = readField(entity, 'mesh', 'castShadow');
	const receiveShadow = readField(entity, 'mesh', 'receiveShadow');
	object.traverse((each) => {
		each.castShadow = castShadow;
		each.receiveShadow = receiveShadow;
	});
}
