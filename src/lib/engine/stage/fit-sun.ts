import { type Box3, type DirectionalLight, Sphere, Vector3 } from 'three';

/** Beyond this a shadow map has fewer than thirty texels a metre: what is farther goes without. */
const MAX_RADIUS = 45;
const MIN_RADIUS = 3;

const sphere = new Sphere();
const back = new Vector3();

/**
 * Puts a sun so that it shines along `direction` (world, unit) and its shadow covers `bounds`, as far as that makes
 * sense. `inset`: how much of the usual inset its shadow gets, which grows with the shadow's texels.
 */
export function fitSun(light: DirectionalLight, direction: Vector3, bounds: Box3, inset = 1): void {
	if (bounds.isEmpty()) sphere.set(sphere.center.set(0, 0, 0), MIN_RADIUS);
	else bounds.getBoundingSphere(sphere);
	const radius = Math.min(Math.max(sphere.radius, MIN_RADIUS), MAX_RADIUS);
	light.target.position.copy(sphere.center);
	light.position.copy(sphere.center).add(back.copy(direction).multiplyScalar(-radius * 2));
	light.updateMatrixWorld(true);
	light.target.updateMatrixWorld(true);
	const { camera } = light.shadow;
	// As wide as a texel and a half: less shows stripes, more lets shadows come loose.
	light.shadow.normalBias = ((radius * 2) / light.shadow.mapSize.x) * 1.5 * inset;
	if (camera.right === radius) return;
	camera.left = camera.bottom = -radius;
	camera.right = camera.top = radius;
	camera.near = radius * 0.2;
	camera.far = radius * 4;
	camera.updateProjectionMatrix();
}
