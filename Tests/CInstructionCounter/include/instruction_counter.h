#ifndef INSTRUCTION_COUNTER_H
#define INSTRUCTION_COUNTER_H

#include <stdint.h>

/// A counter of this thread's instructions in user space, or -1 where the machine or its settings have none.
int instruction_counter_open(void);

/// Instructions since the counter was opened, or -1.
int64_t instruction_counter_read(int counter);

#endif
