"""Value and gradient of a program, by PyTorch."""

import torch
from text import asked, tell

torch.set_num_threads(1)
values, names, y = asked(
    lambda name, value: torch.tensor(value, dtype=torch.float64, requires_grad=True), {"sin": torch.sin}
)
y.backward()
tell(y.detach(), {name: 0.0 if variable.grad is None else variable.grad for name, variable in names.items()})
