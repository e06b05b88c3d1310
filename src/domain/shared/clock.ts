/** Where the domain learns the time; it never asks the machine itself. */
export interface Clock {
  now(): Date;
}
