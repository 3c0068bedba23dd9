/* The functions that exported programs use and math.h lacks: each is copied into a file that calls it.
   A function ends at a blank line. In those of matrices N stands for the number of rows. */

static double sign(double x)
{
    return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : isnan(x) ? x : 0.0;
}

/* The larger one; the first where they are equal, and NAN where one is. */
static double maximum(double a, double b)
{
    return a >= b || isnan(a) ? a : b;
}

/* The smaller one; the first where they are equal, and NAN where one is. */
static double minimum(double a, double b)
{
    return a <= b || isnan(a) ? a : b;
}

static double clip(double x, double lo, double hi)
{
    return minimum(maximum(x, lo), hi);
}

static double relu(double x)
{
    return x > 0.0 || isnan(x) ? x : 0.0;
}

/* 1 where x >= 0, else 0. */
static double step(double x)
{
    return isnan(x) ? x : x >= 0.0 ? 1.0 : 0.0;
}

static double square(double x)
{
    return x*x;
}

/* The remainder, with the sign of the divisor. */
static double mod(double a, double b)
{
    const double r = fmod(a, b);
    if (r == 0.0)
        return copysign(0.0, b);
    return (r < 0.0) != (b < 0.0) ? r + b : r;
}

/* log(exp(a) + exp(b)) without overflow. */
static double logaddexp(double a, double b)
{
    return a == b ? a + 0.6931471805599453 : maximum(a, b) + log1p(exp(-fabs(a - b)));
}

/* The slope of lgamma: rational on [1, 2] about its root there, recurrences, and an asymptotic series. */
static double digamma(double x)
{
    static const double p[6] = {
        0.254798510611315515235, -0.314628554532916496608, -0.665836341559876230295,
        -0.314767657147375752913, -0.0541156266153505273939, -0.00289268368333918761452
    };
    static const double q[8] = {
        1.0, 2.1195759927055347547, 1.54350554664961128724, 0.486986018231042975162,
        0.0660481487173569812846, 0.00298999662592323990972, -0.165079794012604905639e-5,
        0.317940243105952177571e-7
    };
    static const double series[8] = {
        1.0/12.0, -1.0/120.0, 1.0/252.0, -1.0/240.0, 1.0/132.0, -691.0/32760.0, 1.0/12.0,
        -3617.0/8160.0
    };
    double result = 0.0, above = 0.0, below = 0.0;
    if (x == 0.0)
        return copysign(INFINITY, -x);
    if (isinf(x) || isnan(x))
        return x > 0.0 ? x : NAN;
    if (x <= -1.0) {
        double rest = x - floor(x);
        if (rest == 0.0)
            return NAN;
        rest = rest > 0.5 ? rest - 1.0 : rest;
        result = rest == 0.5 ? 0.0 : -3.141592653589793/tan(3.141592653589793*rest);
        x = 1.0 - x;
    }
    if (x >= 10.0) {
        const double z = 1.0/(x*x);
        for (int k = 7; k >= 0; k--)
            above = (above + series[k])*z;
        return result + (log(x) - 0.5/x - above);
    }
    while (x > 2.0) {
        x -= 1.0;
        result += 1.0/x;
    }
    while (x < 1.0) {
        result -= 1.0/x;
        x += 1.0;
    }
    for (int k = 5; k >= 0; k--)
        above = above*(x - 1.0) + p[k];
    for (int k = 7; k >= 0; k--)
        below = below*(x - 1.0) + q[k];
    const double g = x - 1569415565.0/1073741824.0 - 381566830.0/1073741824.0/1073741824.0
                     - 0.9016312093258695918615325266959189453125e-19;
    return result + (g*0.99558162689208984375 + g*(above/below));
}

/* The sum of (q + k)^-s over k = 0, 1 ...: terms, then the Euler-Maclaurin formula. */
static double hurwitz_zeta(double s, double q)
{
    static const double series[12] = {
        12.0, -720.0, 30240.0, -1209600.0, 47900160.0, -1892437580.3183791606, 74724249600.0,
        -2950130727918.164224, 116467828143500.67249, -4597978722407472.6105, 181521054019435467.73,
        -7166165256175667011.3
    };
    double sum = 0.0, term = 0.0, rise = 1.0;
    if (q <= 0.0 && q == floor(q))
        return INFINITY;
    if (q > 1e8)
        return (1.0/(s - 1.0) + 0.5/q)*pow(q, 1.0 - s);
    for (int k = 0; k < 10 || q <= 10.0; k++, q += 1.0) {
        term = pow(q, -s);
        sum += term;
        if (q > 0.0 && term < 1e-17*sum)
            return sum;
    }
    q -= 1.0;
    sum += term*q/(s - 1.0) - 0.5*term;
    for (int k = 0; k < 12; k++) {
        rise *= s + 2.0*k;
        term /= q;
        sum += rise*term/series[k];
        rise *= s + 2.0*k + 1.0;
        term /= q;
    }
    return sum;
}

/* The n-th derivative of digamma, for a whole n. */
static double polygamma(double n, double x)
{
    if (n == 0.0)
        return digamma(x);
    if (!(n > 0.0 && n == floor(n)) || isnan(x))
        return NAN;
    return (fmod(n, 2.0) == 0.0 ? -1.0 : 1.0)*tgamma(n + 1.0)*hurwitz_zeta(n + 1.0, x);
}

/* A computed index, counted from the end if negative; -1 if it is no whole number or out of range. */
static int place(double i, int size)
{
    if (!(i == floor(i) && -size <= i && i < size))
        return -1;
    return (int)(i < 0.0 ? i + size : i);
}

/* a becomes L and U with the rows in the order given (a[order[i]] is row i); returns the sign of the order,
   0 if a is singular, NAN if an entry is. */
static double factorN(double a[N][N], int order[N])
{
    double parity = 1.0;
    for (int i = 0; i < N; i++)
        order[i] = i;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            if (isnan(a[i][j]))
                return NAN;
    for (int k = 0; k < N; k++) {
        int best = k;
        for (int i = k + 1; i < N; i++)
            if (fabs(a[order[i]][k]) > fabs(a[order[best]][k]))
                best = i;
        const int top = order[best];
        order[best] = order[k];
        order[k] = top;
        parity = best == k ? parity : -parity;
        if (a[top][k] == 0.0)
            return 0.0;
        for (int i = k + 1; i < N; i++) {
            double *const row = a[order[i]];
            row[k] /= a[top][k];
            for (int j = k + 1; j < N; j++)
                row[j] -= row[k]*a[top][j];
        }
    }
    return parity;
}

/* Solves a x = b in place, a and order being what factorN left; NAN where its parity says that a is singular. */
static void solveN(double a[N][N], const int order[N], double parity, double b[N])
{
    double x[N];
    for (int i = 0; i < N; i++) {
        x[i] = b[order[i]];
        for (int j = 0; j < i; j++)
            x[i] -= a[order[i]][j]*x[j];
    }
    for (int i = N - 1; i >= 0; i--) {
        for (int j = i + 1; j < N; j++)
            x[i] -= a[order[i]][j]*x[j];
        x[i] /= a[order[i]][i];
    }
    for (int i = 0; i < N; i++)
        b[i] = parity == 0.0 || isnan(parity) ? NAN : x[i];
}

static double detN(double a[N][N])
{
    int order[N];
    double det = factorN(a, order);
    for (int i = 0; i < N && det != 0.0; i++)
        det *= a[order[i]][i];
    return det;
}

/* log(abs(det(a))) without overflow. */
static double logdetN(double a[N][N])
{
    int order[N];
    const double parity = factorN(a, order);
    double sum = 0.0;
    if (parity == 0.0 || isnan(parity))
        return parity == 0.0 ? -INFINITY : NAN;
    for (int i = 0; i < N; i++)
        sum += log(fabs(a[order[i]][i]));
    return sum;
}
