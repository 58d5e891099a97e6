import { changeMe } from '../protocol/api/accounts.ts';
import {
	acceptInvitation,
	acceptJoinRequest,
	askToJoin,
	attachProject,
	changeMember,
	declineInvitation,
	declineJoinRequest,
	deleteProject,
	leaveProject,
	removeMember,
	revokeInvitation,
	tellTitle,
} from '../protocol/api/members.ts';

/**
 * The endpoints whose requests may wait on this device. Not those whose answer is needed at once (a new invitation's
 * link), nor those that nobody should find done days later: handing a project on.
 */
export const WAITING_ENDPOINTS = [
	acceptInvitation,
	acceptJoinRequest,
	askToJoin,
	attachProject,
	changeMe,
	changeMember,
	declineInvitation,
	declineJoinRequest,
	deleteProject,
	leaveProject,
	removeMember,
	revokeInvitation,
	tellTitle,
];
