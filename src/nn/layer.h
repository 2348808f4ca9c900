/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* One layer of a network: shape inference, forward and backward in one file each under layers/, and a row in the
 * registry. Every layer has a plain double-precision twin (loops, no BLAS), the oracle of the tests and the engine
 * of the gradient check.
 *
 * A batch is a row-major matrix, one example a row. Parameters of a layer are contiguous: weights first, then
 * biases. Layers are immutable once built and may be used from several threads, each with arrays of its own. */

typedef struct
{
  guint channels;
  guint height;
  guint width;
} NnShape;

static inline gsize
nn_shape_size (NnShape shape)
{
  return (gsize) shape.channels * shape.height * shape.width;
}

typedef struct _NnLayer     NnLayer;
typedef struct _NnLayerType NnLayerType;

#define NN_LAYER_MAX_RATE 1000.0

/* Where an activation that treats each number alone is flat: its derivative is below NN_FLAT_SLOPE of its largest, so
 * that hardly any gradient comes through. Told by y: @from to @to, both included, or all but what lies between them. */
#define NN_FLAT_SLOPE 0.05

typedef struct
{
  float    from;
  float    to;
  gboolean outside;
} NnFlat;

struct _NnLayer
{
  const NnLayerType *type;
  char               text[64];    /* as written: "dense 300" */
  guint              number;      /* from 1 among the layers with weights, 0 without */
  NnShape            in;
  NnShape            out;
  gsize              n_in;        /* nn_shape_size (in) */
  gsize              n_out;
  guint              n_units;     /* dense: outputs */
  gsize              n_weights;
  gsize              n_biases;
  gsize              offset;      /* of the weights in the network's parameters */
  guint              index;       /* place in the network, from 0 */
  double             drop;        /* dropout: probability of dropping a unit */
  double             rate;        /* factor on the learning rate, 0 to NN_LAYER_MAX_RATE; 1 unless written */
  gboolean           frozen;      /* training leaves its parameters and their places in the slots as they are */
};

struct _NnLayerType
{
  const char *name;               /* as in an experiment: "dense" */
  guint       n_arguments;        /* words after the name */
  const char *title;              /* of an activation, N_(); NULL: no activation. One may be written after the
                                   * arguments of another layer: "dense 300 NAME"; it has neither arguments nor
                                   * parameters, and out = in */
  gboolean    has_weights;        /* "rate R" or "frozen" may be written last */
  gboolean    elementwise;        /* no parameters; in evaluation y[i] = f(x[i]), one f for all i */
  gboolean    in_place;           /* y may be x and dx may be dy; backward needs y and never x */

  /* Reads the arguments (n_arguments words). NULL: none. */
  gboolean (*configure)          (NnLayer *layer, char **arguments, GError **error);
  /* @layer->in is set; sets out, n_weights and n_biases. NULL: out = in, no parameters. */
  gboolean (*infer)              (NnLayer *layer, GError **error);

  /* x: rows x n_in, y: rows x n_out; p: parameters of this layer. */
  void     (*forward)            (const NnLayer *layer, const float *p, const float *x, float *y, gsize rows);
  /* dy: rows x n_out; dx: rows x n_in or NULL when nobody needs it; dp: gradient of the parameters, added to if
   * @accumulate, else overwritten, or NULL for a frozen layer. A layer that works in place gets dx == dy, and x
   * with it is void. */
  void     (*backward)           (const NnLayer *layer, const float *p, const float *x, const float *y,
                                  const float *dy, float *dx, float *dp, gboolean accumulate, gsize rows);

  /* Of a layer each of whose units has a bias and n_in weights of its own, and makes one output of all inputs, else
   * NULL: the same for @n of its units. y: rows x n, of the units from @first on. dy: rows of dy_step numbers, of which
   * the n first are theirs; dw: n x n_in, the gradient of their weights. The inputs are best few enough for the
   * second-level cache. */
  void     (*forward_units)      (const NnLayer *layer, const float *p, const float *x, float *y, gsize first, gsize n,
                                  gsize rows);
  void     (*backward_units)     (const NnLayer *layer, const float *x, const float *dy, gsize dy_step, float *dw,
                                  gsize n, gsize rows);

  /* The same in double precision; dp is always added to. */
  void     (*forward_reference)  (const NnLayer *layer, const double *p, const double *x, double *y, gsize rows);
  void     (*backward_reference) (const NnLayer *layer, const double *p, const double *x, const double *y,
                                  const double *dy, double *dx, double *dp, gsize rows);
  /* y (rows x n_out, as forward_reference made it) += what changing this one parameter by @change adds. NULL: only
   * another forward can tell. */
  void     (*touch_reference)    (const NnLayer *layer, gsize parameter, double change, const double *x, double *y,
                                  gsize rows);

  /* The n_kinks places on x where the derivative jumps, so that no finite difference can be trusted across them. */
  const double *kinks;
  guint         n_kinks;

  /* NULL: flat nowhere, or no activation that treats each number alone. */
  const NnFlat *flat;

  /* Of a layer that does something random in training, else NULL; the functions above are then evaluation's. Its mask
   * is rows x n_out, and follows from @key and the rows' places in the batch alone. @mask makes y of x, and dx of dy;
   * y may be x. */
  void     (*draw)               (const NnLayer *layer, guint64 key, gsize first_row, float *mask, gsize rows);
  void     (*mask)               (const NnLayer *layer, const float *mask, const float *x, float *y, gsize rows);
  void     (*mask_reference)     (const NnLayer *layer, const double *mask, const double *x, double *y, gsize rows);
};

/* The registry, NULL-terminated. */
extern const NnLayerType *const nn_layer_types[];

/* NULL when there is none of that name. */
const NnLayerType *nn_layer_type_find (const char *name);

extern const NnLayerType nn_dense_layer;
extern const NnLayerType nn_dropout_layer;
extern const NnLayerType nn_identity_layer;
extern const NnLayerType nn_tanh_layer;
extern const NnLayerType nn_relu_layer;
extern const NnLayerType nn_sigmoid_layer;
extern const NnLayerType nn_softmax_layer;
extern const NnLayerType nn_softmin_layer;
extern const NnLayerType nn_tanhshrink_layer;
extern const NnLayerType nn_softshrink_layer;
extern const NnLayerType nn_softplus_layer;
