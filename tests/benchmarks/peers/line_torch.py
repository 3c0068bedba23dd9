"""The gradient of the one-liner, by PyTorch."""

import torch

x = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
a = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
y = 1 / (1 + torch.exp(-a * x))
y.backward()
print(float(x.grad), float(a.grad))
