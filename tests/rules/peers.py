"""The frameworks' own functions and gradients, for what their profiles say. Each is imported when it is asked for."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pytest


def torch():
    torch = pytest.importorskip("torch")
    nn = torch.nn.functional
    functions = {
        "abs": torch.abs, "relu": torch.relu, "leaky_relu": lambda x: nn.leaky_relu(x, 0.25),
        "elu": lambda x: nn.elu(x, 2.0), "selu": nn.selu, "hard_tanh": nn.hardtanh,
        "maximum": lambda *xs: reduce(torch.maximum, xs), "minimum": lambda *xs: reduce(torch.minimum, xs),
        "clip": torch.clamp, "max": torch.amax, "min": torch.amin, "max_pool2d": lambda x: nn.max_pool2d(x[None], 2)[0],
        "std": lambda x: torch.std(x, correction=0), "norm1": lambda x: torch.linalg.vector_norm(x, 1),
        "norm2": lambda x: torch.linalg.vector_norm(x, 2), "hypot": torch.hypot, "atan2": torch.atan2,
        "power": torch.pow, "xlogy": torch.xlogy,
    }

    def gradient(function, point):
        leaves = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in point]
        return [one.numpy() for one in torch.autograd.grad(function(*leaves).sum(), leaves)]

    return torch.__version__, functions, gradient


def jax():
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    jnp, nn, lax = jax.numpy, jax.nn, jax.lax
    functions = {
        "abs": jnp.abs, "relu": nn.relu, "leaky_relu": lambda x: nn.leaky_relu(x, 0.25), "elu": lambda x: nn.elu(x, 2.0),
        "selu": nn.selu, "hard_tanh": nn.hard_tanh, "maximum": lambda *xs: reduce(jnp.maximum, xs),
        "minimum": lambda *xs: reduce(jnp.minimum, xs), "clip": jnp.clip, "max": jnp.max, "min": jnp.min,
        "max_pool2d": lambda x: lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2), (1, 2, 2), "VALID"),
        "std": jnp.std, "norm1": lambda x: jnp.linalg.norm(x, 1), "norm2": jnp.linalg.norm, "hypot": jnp.hypot,
        "atan2": jnp.arctan2, "power": jnp.power, "xlogy": jax.scipy.special.xlogy,
    }

    def gradient(function, point):
        leaves = [jnp.asarray(value, dtype=float) for value in point]
        slope = jax.grad(lambda *xs: function(*xs).sum(), argnums=tuple(range(len(leaves))))
        return [np.asarray(one) for one in slope(*leaves)]

    return jax.__version__, functions, gradient


def tensorflow():
    tf = pytest.importorskip("tensorflow")
    functions = {
        "abs": tf.abs, "relu": tf.nn.relu, "leaky_relu": lambda x: tf.nn.leaky_relu(x, 0.25),
        "elu": lambda x: tf.keras.activations.elu(x, 2.0), "selu": tf.nn.selu, "hard_tanh": tf.keras.activations.hard_tanh,
        "maximum": lambda *xs: reduce(tf.maximum, xs), "minimum": lambda *xs: reduce(tf.minimum, xs),
        "clip": tf.clip_by_value, "max": tf.reduce_max, "min": tf.reduce_min,
        "max_pool2d": lambda x: tf.nn.max_pool2d(tf.transpose(x, (1, 2, 0))[None], 2, 2, "VALID"),
        "std": tf.math.reduce_std, "norm1": lambda x: tf.norm(x, 1), "norm2": tf.norm, "atan2": tf.atan2, "power": tf.pow,
        "xlogy": tf.math.xlogy,
    }

    def gradient(function, point):
        leaves = [tf.Variable(np.array(value, dtype=float)) for value in point]
        with tf.GradientTape() as tape:
            y = tf.reduce_sum(function(*leaves))
        return [np.asarray(one) for one in tape.gradient(y, leaves)]

    return tf.__version__, functions, gradient


def autograd():
    autograd = pytest.importorskip("autograd")
    from importlib.metadata import version

    anp = pytest.importorskip("autograd.numpy")
    functions = {
        "abs": anp.abs, "maximum": lambda *xs: reduce(anp.maximum, xs), "minimum": lambda *xs: reduce(anp.minimum, xs),
        "clip": anp.clip, "max": anp.max, "min": anp.min, "std": anp.std, "norm2": anp.linalg.norm, "hypot": anp.hypot,
        "atan2": anp.arctan2, "power": anp.power,
    }

    def gradient(function, point):
        leaves = [np.array(value, dtype=float) for value in point]
        varying = (0,) if function is anp.clip else tuple(range(len(leaves)))
        slope = autograd.grad(lambda *xs: anp.sum(function(*xs)), argnum=varying)
        return [np.asarray(one) for one in slope(*leaves)]

    return version("autograd"), functions, gradient


PEERS = {"torch": torch, "jax": jax, "tensorflow": tensorflow, "autograd": autograd}
