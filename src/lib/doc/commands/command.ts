import type { EntityId } from '../../base/ids.ts';
import type { Result } from '../../base/result.ts';

/** Why a command refused: machine reason, and a message naming what, which rule, and the remedy. */
export type CommandError = {
	readonly reason: 'read-only' | 'not-found' | 'invalid-value' | 'unknown-field' | 'cycle' | 'nothing-to-do';
	readonly message: string;
	readonly entityId?: EntityId;
};

export type CommandResult<T = void> = Result<T, CommandError>;
