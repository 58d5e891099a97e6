import type { Rotation, Vector } from '@dimforge/rapier3d-compat';
import { quat, vec3 } from 'gl-matrix';

// Rapier takes and gives objects, gl-matrix rows of numbers.
export const toVector = (v: vec3): Vector => ({ x: v[0], y: v[1], z: v[2] });
export const toRotation = (q: quat): Rotation => ({ x: q[0], y: q[1], z: q[2], w: q[3] });
export const fromVector = ({ x, y, z }: Vector): vec3 => vec3.fromValues(x, y, z);
export const fromRotation = ({ x, y, z, w }: Rotation): quat => quat.fromValues(x, y, z, w);
