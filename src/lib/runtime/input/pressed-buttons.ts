import { hasComponent, readField } from '#lib/doc/components/registry.ts';
import type { GameEntity } from '../world/game-world.ts';
import type { InputFrame } from './input-frame.ts';

/** More in one tick nobody presses. */
const MOST_PRESSED = 20;

/** The entities whose buttons were pressed, each once. Frames may be older than what they name, or made up: others are left out. */
export function pressedButtons(
	entities: readonly GameEntity[],
	buttons: readonly number[],
): readonly GameEntity[] {
	return [...new Set(buttons.slice(0, MOST_PRESSED))].flatMap((index) => {
		const entity = entities[index];
		return entity?.isAlive && hasComponent(entity, 'ui') && readField(entity, 'ui', 'kind') === 'button'
			? [entity]
			: [];
	});
}

/** The same frame, with the actions of these buttons. */
export function withActions(frame: InputFrame, pressed: readonly GameEntity[]): InputFrame {
	const actions = pressed
		.map((entity) => readField(entity, 'ui', 'action'))
		.filter((action) => action !== '');
	return actions.length === 0 ? frame : { ...frame, tapped: [...frame.tapped, ...actions] };
}
