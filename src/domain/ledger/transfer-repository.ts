import type { Transfer } from "./transfer.ts";

export interface TransferRepository {
  /** @throws AccountNotFound */
  create(transfer: Transfer): Promise<void>;
}
