import { FAULT_RIGS } from '../helpers/fault-rig.ts';
import { storageFaultsContract } from './storage-faults.ts';

for (const [name, createRig] of FAULT_RIGS) storageFaultsContract(name, createRig);
