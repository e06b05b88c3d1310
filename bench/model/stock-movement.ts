/** A row without an aggregate: what comes in by the thousand. */
export interface StockMovement {
  readonly id: string;
  readonly productId: string;
  readonly quantity: number;
  readonly reason: string | null;
  readonly occurredAt: Date;
}
