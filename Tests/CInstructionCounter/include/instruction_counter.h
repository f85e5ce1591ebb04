#ifndef INSTRUCTION_COUNTER_H
#define INSTRUCTION_COUNTER_H

#include <stdint.h>

/// A counter of this thread's instructions in user space, or -1 where the machine or its settings have none.
int instruction_counter_open(void);

/// Instructions since the counter was opened, or -1.
int64_t instruction_counter_read(int counter);

/// Calls the body with its context. Has a name of its own in the binary, so that callgrind can be told to count between its beginning and
/// its end.
void instruction_counter_region(void (*body)(void *), void *context);

#endif
